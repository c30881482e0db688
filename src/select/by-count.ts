import type { Decision, UpTo } from '../model/selection.ts'

/**
 * Lets in the first `count` of those that would run; `taken` is how many are in already. What a precondition or a
 * failure will leave out counts as well (CountChangeSetFilter).
 */
export function byCount(decision: Decision, taken: number, upTo: UpTo | null): Decision {
  if (upTo?.kind !== 'count' || decision.verdict === 'skip' || taken < upTo.count) return decision
  const { count } = upTo
  const detail = `only ${count} ${count === 1 ? 'changeset was' : 'changesets were'} asked for`
  return { verdict: 'skip', because: 'beyond-count', detail }
}
