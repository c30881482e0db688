import { Command } from 'commander'
import { act } from '../act.ts'
import { addChangelogOptions, addDatabaseOptions, addOutputOptions, addSourceOptions } from '../options.ts'
import type { Parts } from '../parts.ts'
import { formatStatus } from '../print/format-status.ts'
import { withContext } from '../with-context.ts'

export function statusCommand(parts: Parts): Command {
  const command = new Command('status')
    .summary('compare a changelog with a database')
    .description(
      'Compares changelog and history: what ran, what is pending, what was edited, what is missing, and why.',
    )
  addOutputOptions(addSourceOptions(addDatabaseOptions(addChangelogOptions(command))))
  return command
    .option('--all', 'list every changeset, not only those that need attention')
    .addHelpText('after', '\nExample:\n  $ dvm status --changelog db/master.xml --defaults-file liquibase.properties')
    .action(
      act(parts, async (run) => {
        const needs = { command: 'dvm status', changelog: true, database: true }
        const report = await withContext(run, needs, async (context) => {
          const { readStatus } = await import('../../task/read-status.ts')
          return readStatus(context)
        })
        run.output.warnings(report.warnings)
        run.output.result(report, () => formatStatus(report, run.output, run.flags['all'] === true))
      }),
    )
}
