import type { RollbackManifest } from '../model/rollback.ts'
import { loadGrammar } from '../sql/load-grammar.ts'
import type { Context } from './context.ts'
import { databaseParameters } from './database-parameters.ts'
import { deliverRollback } from './deliver-rollback.ts'
import { expectRows } from './expect-rows.ts'
import { ofOneMoment } from './of-one-moment.ts'
import { type PlannedRollbackPackage, planRollbackPackage } from './plan-rollback-package.ts'
import { readChain } from './read-chain.ts'
import { readChangelog } from './read-changelog.ts'
import { readFingerprint } from './read-fingerprint.ts'
import { loadHistory } from './read-history.ts'
import type { RollbackRequest } from './rollback-request.ts'
import { selectRollback } from './select-rollback.ts'

/**
 * Builds a package that undoes what ran after a point: what the history of the context's database says ran, or without one
 * all of the changelog. What cannot be undone is told, all of it at once, before anything is written: ROLLBACK_IMPOSSIBLE.
 */
export async function buildRollback(context: Context, request: RollbackRequest): Promise<RollbackManifest> {
  const planned = await ofOneMoment(context, (pinned) => planOf(pinned, request))
  return deliverRollback(context, planned, request)
}

async function planOf(context: Context, request: RollbackRequest): Promise<PlannedRollbackPackage> {
  const history = context.database === null ? null : await loadHistory(context, 'a rollback package')
  const read = readChangelog(context, databaseParameters(context.settings, history?.server ?? null), history?.entries)
  const chosen = selectRollback(context, read, history, request.to)
  const chain = readChain(request.chain ?? [], chosen)
  const grammar = await loadGrammar()
  const planned = planRollbackPackage(context, request, { read, history, chosen, grammar, chain })
  const expected = await expectRows(context, request, planned.plan.sections)
  return { ...planned, plan: { ...planned.plan, expected, fingerprint: await readFingerprint(context) } }
}
