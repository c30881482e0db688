import type { SyncRequest } from '../task/sync-changelog.ts'
import { tellingOf } from './output.ts'
import { formatSync } from './print/format-sync.ts'
import { type Run, withContext } from './with-context.ts'

/** The two commands that record changesets without running them differ in how far they go. */
export async function runSync(
  run: Run,
  { command, reach }: { readonly command: string; readonly reach: SyncRequest['reach'] },
): Promise<void> {
  const needs = { command, changelog: true, database: true }
  const report = await withContext(run, needs, async (context) => {
    const { syncChangelog } = await import('../task/sync-changelog.ts')
    return syncChangelog(context, { reach, dryRun: run.flags['dryRun'] === true, ...tellingOf(run.output) })
  })
  run.output.warnings(report.warnings)
  for (const note of report.notes) run.output.note(note)
  run.output.result(report, () => formatSync(report, run.output))
}
