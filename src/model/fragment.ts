import type { Checksum } from './checksum.ts'
import type { RollbackKind } from './package.ts'
import type { Place } from './place.ts'
import type { SelectedChangeset } from './selection.ts'
import type { Sql } from './sql.ts'

/** What a statement means for the transaction it would run in. */
export type StatementClass =
  | { readonly kind: 'plain'; readonly aftermath?: Aftermath }
  /** `BEGIN`, `COMMIT` and the like: Liquibase's own transaction does it, so it is taken out. */
  | { readonly kind: 'transaction-bracket' }
  /** Cannot stand in any package. */
  | { readonly kind: 'impossible'; readonly statement: string; readonly reason: string }
  /** `ALTER TYPE … ADD VALUE`: allowed in a transaction, but the value is usable only after its commit. */
  | { readonly kind: 'adds-enum-value' }
  /** Refuses to run inside a transaction block. `repeatable` is the same statement made safe to run again, or null. */
  | { readonly kind: 'outside'; readonly statement: string; readonly repeatable: Repeatable | null }

/**
 * What a statement does to the session beside its work, which a package has to mend: RESET ALL takes its settings away;
 * what is set for the transaction must not reach the history, which Liquibase writes in a transaction of its own.
 */
export type Aftermath = { readonly kind: 'settings-gone' } | { readonly kind: 'set-locally'; readonly setting: string }

export interface Repeatable {
  readonly text: string
  /** What the statement makes or removes, as it stands in later statements; null where it has no such object. */
  readonly object: string | null
  /** An index left INVALID by a failed try, to be dropped before the next one. */
  readonly invalidIndex: { readonly index: string; readonly table: string } | null
  /** What holds afterwards if it succeeded: a client that goes on after errors would record it otherwise. */
  readonly effect: StatementEffect | null
}

/** Names are SQL, as `to_regclass` reads them. */
export type StatementEffect =
  | { readonly kind: 'index-valid'; readonly index: string; readonly table: string }
  | { readonly kind: 'relation-gone' | 'relation-exists'; readonly name: string }

/** A statement as it will be sent: cut and stripped like Liquibase does, then at PostgreSQL's own boundaries. */
export interface RenderedStatement {
  readonly text: string
  readonly place: Place
  readonly class: StatementClass
}

/** What goes into `databasechangelog`, column by column. */
export interface HistoryColumns {
  readonly description: string
  readonly comments: string
  readonly contexts: string | null
  readonly labels: string | null
  readonly tag: string | null
}

/** PL/pgSQL that decides preconditions on the target, and the variables it needs. */
export interface PreconditionCode {
  readonly declarations: Sql
  readonly code: Sql
}

/**
 * A changeset on its way into a package. `statements` reads the source anew each time it is called: a large body is
 * never held.
 */
export interface Fragment {
  readonly selected: SelectedChangeset
  readonly checksum: Checksum
  /** Further checksums the target may have recorded; `*` accepts any. */
  readonly accepted: readonly Checksum[]
  readonly columns: HistoryColumns
  readonly preconditions: PreconditionCode | null
  /** `inside`: one guarded transaction. `steps`: several, with statements outside any block between them. */
  readonly layout: 'inside' | 'steps'
  /** Recorded as MARK_RAN without running: the source recorded it so, and it has no precondition that could decide. */
  readonly markOnly: boolean
  readonly rollback: RollbackKind
  statements(): Iterable<RenderedStatement>
}
