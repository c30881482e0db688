import { Command } from 'commander'
import { act } from '../act.ts'
import {
  addChangelogOptions,
  addDatabaseOptions,
  addDryRun,
  addOutputOptions,
  addPackageOptions,
  addSourceOptions,
  addUpToOptions,
} from '../options.ts'
import { tellingOf } from '../output.ts'
import type { Parts } from '../parts.ts'
import { settleApply } from '../settle-apply.ts'
import { withContext } from '../with-context.ts'

export function updateCommand(parts: Parts): Command {
  const command = new Command('update')
    .summary('run what a database still lacks')
    .description(
      'Builds the pending package and runs it on the same database, in one go: what liquibase update does, and with ' +
        '--count or --to-tag update-count and update-to-tag.',
    )
  addDryRun(addUpToOptions(addChangelogOptions(command)))
  addOutputOptions(addSourceOptions(addPackageOptions(addDatabaseOptions(command))))
  return command.addHelpText('after', EXAMPLES).action(
    act(parts, async (run) => {
      const needs = { command: 'dvm update', changelog: true, database: true }
      const report = await withContext(run, needs, async (context) => {
        const { update } = await import('../../task/update.ts')
        return update(context, {
          dryRun: run.flags['dryRun'] === true,
          onWarnings: run.output.warnings,
          onNote: run.output.note,
          ...tellingOf(run.output),
        })
      })
      settleApply(run, report)
    }),
  )
}

const EXAMPLES = `
Examples:
  $ dvm update --changelog db/master.xml --defaults-file liquibase.properties
  $ dvm update --changelog db/master.xml --database-url "$DATABASE_URL" --to-tag v2.0 --dry-run`
