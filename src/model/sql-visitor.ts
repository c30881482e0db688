import { admitsPostgres, matchesAnyOf } from './expression.ts'
import type { Place } from './place.ts'

/** One child of `modifySql`: what it does to each statement of its changeset before that is sent. */
export type SqlVisitor = VisitorTerms &
  (
    | { readonly kind: 'append' | 'appendSqlIfNotPresent' | 'prepend'; readonly value: string | null }
    | { readonly kind: 'replace' | 'regExpReplace'; readonly replace: string | null; readonly with: string | null }
  )

/** Where and when it counts. */
export interface VisitorTerms {
  readonly place: Place
  /** As written, in order; empty for every database. */
  readonly dbms: readonly string[]
  readonly context: string | null
  readonly labels: readonly string[]
  readonly applyToRollback: boolean
}

/**
 * Whether a visitor counts on PostgreSQL in a run with these contexts and this label filter. Liquibase drops the others from
 * their changeset before it hashes or runs it (DbmsChangeSetFilter, ContextChangeSetFilter, LabelChangeSetFilter).
 */
export function visitorCounts(
  { dbms, context, labels }: VisitorTerms,
  run: { readonly contexts: readonly string[]; readonly labelFilter: string | null },
): boolean {
  if (!admitsPostgres(dbms)) return false
  if (context !== null && !matchesAnyOf(context, run.contexts)) return false
  return labels.length === 0 || matchesAnyOf(run.labelFilter, labels)
}
