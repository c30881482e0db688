import { inverseOf } from '../../change/registry.ts'
import type { Change } from '../../model/change.ts'
import type { Changeset } from '../../model/changeset.ts'
import type { Rendering } from '../render-statements.ts'
import type { BundledChange, BundledChangeset, RenderedChange } from './bundled-change.ts'
import { inlineChange } from './inline-change.ts'
import { renderedChange } from './rendered-change.ts'

/** The changeset without the files it names. */
export function inlineChangeset(changeset: Changeset, rendering: Rendering): BundledChangeset {
  const inline = (change: Change) => inlineChange(change, changeset, rendering)
  return {
    ...changeset,
    changes: changeset.changes.map(inline),
    rollback: changeset.rollback?.map(inline) ?? null,
  }
}

/** Kinds that are no SQL: `modifySql` does not reach them, and they stay what they are. */
const beside = new Set<Change['kind']>(['tagDatabase', 'empty', 'output', 'stop', 'customChange', 'executeCommand'])

/**
 * The same where Liquibase cannot compute the source's checksum from it: SQL that keeps the history row comes first. What
 * undoes the changes is written down, since Liquibase would not find it by itself. `runOnChange` goes, or the changeset would
 * run again on every database that has the source's row.
 */
export function standInFor(changeset: Changeset, keeping: RenderedChange, rendering: Rendering): BundledChangeset {
  const inlined = inlineChangeset(changeset, rendering)
  const inline = (change: Change) => inlineChange(change, changeset, rendering)
  const visited = changeset.visitors.length > 0
  const changes = visited ? visitedChanges(changeset, rendering) : inlined.changes
  return {
    ...inlined,
    changes: [keeping, ...changes],
    rollback: inlined.rollback ?? inverses(changeset)?.map(inline) ?? null,
    visitors: visited ? [] : changeset.visitors,
    runOnChange: false,
  }
}

/** A section holds many statements: what changes each of them is applied here. */
function visitedChanges(changeset: Changeset, rendering: Rendering): readonly BundledChange[] {
  return changeset.changes.map((change) => {
    if (beside.has(change.kind)) return change
    return renderedChange([change], changeset, changeset.visitors, rendering)
  })
}

function inverses({ changes }: Changeset): readonly Change[] | null {
  const undoing: Change[] = []
  for (const change of [...changes].reverse()) {
    const found = inverseOf(change)
    if (found === null) return null
    undoing.push(...found)
  }
  return undoing
}
