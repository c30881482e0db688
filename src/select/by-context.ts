import type { Changeset } from '../model/changeset.ts'
import { matchesAnyOf } from '../model/expression.ts'
import type { Decision } from '../model/selection.ts'

/** Contexts of the changeset and of every changelog and include around it must match (ContextChangeSetFilter). */
export function byContext(changeset: Changeset, contexts: readonly string[]): Decision | null {
  for (const expression of [changeset.context, ...changeset.inheritedContexts]) {
    if (expression !== null && !matchesAnyOf(expression, contexts)) {
      const given = contexts.length === 0 ? 'no contexts' : contexts.join(',')
      return { verdict: 'skip', because: 'context-mismatch', detail: `context "${expression}" does not match ${given}` }
    }
  }
  return null
}
