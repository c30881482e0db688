import { foreignProgramOf } from '../change/foreign-program.ts'
import { inverseOf } from '../change/registry.ts'
import { type Complaint, complaint } from '../errors/dvm-error.ts'
import { trim } from '../kit/trim.ts'
import type { Change } from '../model/change.ts'
import { type Changeset, formatKey } from '../model/changeset.ts'
import type { RenderedStatement } from '../model/fragment.ts'
import type { RollbackKind } from '../model/package.ts'
import { quiet } from './quiet.ts'
import { type Rendering, renderChanges } from './render-statements.ts'

/** How a changeset is undone, or what of it cannot be. */
export type Rollback =
  | {
      readonly how: 'own' | 'derived'
      readonly changes: readonly Change[]
      /**
       * Reads the sources anew each time. What cannot be rendered is complained of, as with the changeset itself: to the
       * rendering of the beginning where no other one is given.
       */
      statements(rendering?: Rendering): Iterable<RenderedStatement>
    }
  | { readonly how: 'impossible'; readonly faults: readonly Complaint[] }

/**
 * The changeset's own rollback if it has one, also an empty one; else the inverses of its changes, the last change first.
 * For which databases a change is does not count then: one without an inverse cannot be undone, even if it never ran here.
 * Only visitors that say so are applied. Rule: Liquibase, ChangeSet.rollback, AbstractChange.createInverses.
 */
export function rollbackOf(changeset: Changeset, rendering: Rendering): Rollback {
  const faults: Complaint[] = []
  const own = ownRollbackOf(changeset)
  // What cannot be run has no inverse either.
  if (own === null && changeset.faults.length > 0) return { how: 'impossible', faults: changeset.faults }
  const changes = own ?? derivedChanges(changeset, rendering, faults)
  if (own !== null) faults.push(...faultsOfOwn(changeset, own))
  if (faults.length > 0) return { how: 'impossible', faults }
  const visitors = changeset.visitors.filter((visitor) => visitor.applyToRollback)
  return {
    how: own === null ? 'derived' : 'own',
    changes,
    statements: (told = rendering) => renderChanges(changes, changeset, visitors, told),
  }
}

/** The same in a word, without a look at any SQL. */
export function rollbackKindOf(changeset: Changeset): RollbackKind {
  const own = ownRollbackOf(changeset)
  if (own !== null) return faultsOfOwn(changeset, own).length === 0 ? 'own' : 'none'
  return changeset.changes.every((change) => inverseOf(change) !== null) ? 'derived' : 'none'
}

/** Naming a changeset without changes is as good as having no rollback; SQL that is the word "empty" is nothing to do. */
function ownRollbackOf({ rollback }: Changeset): readonly Change[] | null {
  if (rollback === null || rollback.length === 0) return null
  return rollback.filter((change) => !isWordEmpty(change))
}

function isWordEmpty(change: Change): boolean {
  return change.kind === 'sql' && change.body.kind === 'held' && trim(change.body.text).toLowerCase() === 'empty'
}

function faultsOfOwn(changeset: Changeset, own: readonly Change[]): Complaint[] {
  const programs = own.flatMap((change) => {
    const program = foreignProgramOf(change)
    return program === null ? [] : [impossible(changeset, change, `${program.name} runs beside the database`)]
  })
  return [...changeset.rollbackFaults, ...programs]
}

function derivedChanges(changeset: Changeset, rendering: Rendering, faults: Complaint[]): readonly Change[] {
  return [...changeset.changes].reverse().flatMap((change) => {
    const found = inverses(change, changeset, faults)
    for (const inverse of found.filter((one) => rendersNothing(one, changeset, rendering))) {
      faults.push(impossible(changeset, change, `${inverse.kind}, which would undo ${change.kind}, has no SQL`))
    }
    return found
  })
}

/**
 * A change whose values have no SQL renders none, which was complained of when it was read. An inverse was never read: it
 * would undo nothing, without a word. Only data files may be without a row.
 */
function rendersNothing(inverse: Change, changeset: Changeset, rendering: Rendering): boolean {
  if (inverse.kind === 'loadUpdateData') return false
  for (const _ of rendering.toSql(inverse, changeset, quiet(rendering))) return false
  return true
}

function inverses(change: Change, changeset: Changeset, faults: Complaint[]): readonly Change[] {
  const found = inverseOf(change)
  if (found === null) faults.push(impossible(changeset, change, `${change.kind} has no rollback`))
  return found ?? []
}

function impossible(changeset: Changeset, change: Change, reason: string): Complaint {
  return complaint('ROLLBACK_IMPOSSIBLE', { changeset: formatKey(changeset.key), reason }, change.place)
}
