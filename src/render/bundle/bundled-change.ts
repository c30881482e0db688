import type { Change } from '../../model/change.ts'
import type { Changeset } from '../../model/changeset.ts'
import type { Place } from '../../model/place.ts'

/** A change as SQL that Liquibase is to send as it stands: what one XML file cannot hold otherwise. */
export interface RenderedChange {
  readonly kind: 'rendered'
  readonly place: Place
  /** Texts of about a megabyte, each of one statement or more; made anew each time they are asked for. */
  readonly sections: Iterable<string>
}

export type BundledChange = Change | RenderedChange

/** A changeset that needs no other file. */
export interface BundledChangeset extends Omit<Changeset, 'changes' | 'rollback'> {
  readonly changes: readonly BundledChange[]
  readonly rollback: readonly BundledChange[] | null
}

/** Whether nothing in it had to be rendered, so that its checksum can be computed. */
export function isPlain(changes: readonly BundledChange[]): changes is readonly Change[] {
  return changes.every((change) => change.kind !== 'rendered')
}
