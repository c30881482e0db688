import { Command } from 'commander'
import { act } from '../act.ts'
import {
  addChangelogOptions,
  addDatabaseOptions,
  addOutputOptions,
  addPackageOptions,
  addSourceOptions,
} from '../options.ts'
import type { Parts } from '../parts.ts'
import { settleApply } from '../settle-apply.ts'
import { withContext } from '../with-context.ts'

export function updateCommand(parts: Parts): Command {
  const command = new Command('update')
    .summary('run what a database still lacks')
    .description('Builds the pending package and runs it on the same database, in one go: what liquibase update does.')
  addOutputOptions(addSourceOptions(addPackageOptions(addDatabaseOptions(addChangelogOptions(command)))))
  return command
    .addHelpText('after', '\nExample:\n  $ dvm update --changelog db/master.xml --defaults-file liquibase.properties')
    .action(
      act(parts, async (run) => {
        const needs = { command: 'dvm update', changelog: true, database: true }
        const report = await withContext(run, needs, async (context) => {
          const { update } = await import('../../task/update.ts')
          return update(context, run.output.bar.onProgress)
        })
        settleApply(run, report)
      }),
    )
}
