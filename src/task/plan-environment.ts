import type { Changeset } from '../model/changeset.ts'
import type { OnProgress } from '../model/report.ts'
import type { Decision } from '../model/selection.ts'
import type { DatabaseTarget } from '../model/settings.ts'
import type { Context } from './context.ts'
import { databaseParameters } from './database-parameters.ts'
import { type PlannedPackage, planPackage } from './plan-package.ts'
import { readChangelog } from './read-changelog.ts'
import { loadHistory } from './read-history.ts'
import { type Side, selectLacking } from './select-lacking.ts'
import { withDatabase } from './with-database.ts'

interface Listeners {
  readonly onProgress?: OnProgress
  readonly onDecision?: (changeset: Changeset, decision: Decision) => void
}

/** Plans the package of what one database has and another lacks; both are only read, and closed again. */
export async function planEnvironment(
  context: Context,
  range: { readonly from: DatabaseTarget; readonly to: DatabaseTarget },
  { onProgress, onDecision }: Listeners,
): Promise<PlannedPackage> {
  const from = await withDatabase(context, range.from, lookAt)
  return withDatabase(context, range.to, async (source) => {
    const to = await lookAt(source)
    const { server, entries } = to.history
    const read = readChangelog(source, databaseParameters(source.settings, server), entries)
    const selected = selectLacking(source, read, { from, to }, onDecision)
    return planPackage(source, 'environment', read, to.history, selected, onProgress)
  })
}

async function lookAt(context: Context): Promise<Side> {
  const history = await loadHistory(context, 'a package of kind environment')
  return { label: context.database?.label ?? '', history }
}
