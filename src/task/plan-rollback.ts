import type { Complaint } from '../errors/dvm-error.ts'
import type { ChangesetKey } from '../model/changeset.ts'
import type { RenderedStatement } from '../model/fragment.ts'
import type { RanChangeset } from '../model/history.ts'
import type { Place } from '../model/place.ts'
import { rollbackOf } from '../render/render-rollback.ts'
import type { Rendering } from '../render/render-statements.ts'

/** How one changeset that ran would be undone. */
export interface PlannedRollback {
  readonly key: ChangesetKey
  readonly how: 'own' | 'derived' | 'impossible'
  /** What cannot be undone: empty where everything can. */
  readonly places: readonly Place[]
  /** The same with its reasons. */
  readonly faults: readonly Complaint[]
  /** Reads the sources anew each time; none where it is impossible. */
  statements(): Iterable<RenderedStatement>
}

/**
 * How these changesets would be undone, the one that ran last first, as Liquibase goes about it. Nothing is written or run:
 * whoever does that knows before what is impossible. Liquibase undoes a changeset that was only marked as ran as well.
 */
export function planRollback(ran: readonly RanChangeset[], rendering: Rendering): readonly PlannedRollback[] {
  return [...ran]
    .sort((a, b) => b.entry.order - a.entry.order)
    .map(({ changeset }): PlannedRollback => {
      const { key } = changeset
      const rollback = rollbackOf(changeset, rendering)
      if (rollback.how !== 'impossible') return { key, places: [], faults: [], ...rollback }
      const places = rollback.faults.map(({ place }) => place ?? changeset.place)
      return { key, how: 'impossible', places, faults: rollback.faults, statements: () => [] }
    })
}
