import type { ChangesetKey } from '../model/changeset.ts'
import type { Fragment, RenderedStatement } from '../model/fragment.ts'
import type { Destruction, ExpectedRows } from '../model/rollback.ts'
import type { PackagePlan } from './package-plan.ts'

/** What stands in the history for a changeset that is what it was. */
export interface RestoredRow {
  readonly execType: 'EXECUTED' | 'RERAN'
  readonly checksum: string
  readonly description: string | null
  readonly comments: string | null
  readonly liquibase: string | null
  readonly contexts: string | null
  readonly labels: string | null
  /** A changeset that ran before it then and stays, and how many places before; null where nobody can say. */
  readonly behind: { readonly key: ChangesetKey; readonly places: number } | null
}

/** A changeset on its way out. */
export interface RollbackSection {
  /** Its statements undo; `rollback` says how they were come by. */
  readonly fragment: Fragment
  /** Why it is undone this way, in words for its banner. */
  readonly because: readonly string[]
  readonly destroys: readonly Destruction[]
  /** It may have run without leaving a row: a target that lacks it may have all others. */
  readonly optional: boolean
  /** Where its row stays: what it says then, and what may have to be run before the statements can. */
  readonly restored: { readonly row: RestoredRow; readonly before: readonly RenderedStatement[] } | null
}

/** Rows that must be there as long as the section with this number, counted from 1, is still to come; 0 for any of them. */
export interface ExpectedAt extends ExpectedRows {
  readonly first: number
}

/** Everything a package that undoes is made of. `required` are the changesets below; `fragments` those of the sections. */
export interface RollbackPlan extends PackagePlan {
  readonly to: string
  readonly sections: readonly RollbackSection[]
  /** What a target may have beside: it ran after that point on the source as well and is not touched, or may leave no row. */
  readonly staying: readonly ChangesetKey[]
  readonly expected: readonly ExpectedAt[]
}
