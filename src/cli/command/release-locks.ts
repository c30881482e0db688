import { Command } from 'commander'
import { act } from '../act.ts'
import { addDatabaseOptions, addHistoryOptions, addOutputOptions, addSourceOptions } from '../options.ts'
import type { Parts } from '../parts.ts'
import { formatReleaseLocks } from '../print/format-release-locks.ts'
import { withContext } from '../with-context.ts'

export function releaseLocksCommand(parts: Parts): Command {
  const command = new Command('release-locks')
    .summary('free the changelog lock, whoever holds it')
    .description(
      "Frees Liquibase's lock row, which a process that died leaves locked. Look with dvm list-locks first: a run that " +
        'is alive would lose its lock. Our own runs need no release, what they hold ends with their session.',
    )
  addOutputOptions(addSourceOptions(addDatabaseOptions(addHistoryOptions(command))))
  return command
    .addHelpText('after', '\nExample:\n  $ dvm release-locks --database-url postgres://app@db.example/shop')
    .action(
      act(parts, async (run) => {
        const needs = { command: 'dvm release-locks', changelog: false, database: true }
        const report = await withContext(run, needs, async (context) => {
          const { releaseLocks } = await import('../../task/release-locks.ts')
          return releaseLocks(context, { dryRun: run.flags['dryRun'] === true })
        })
        run.output.result(report, () => formatReleaseLocks(report, run.output))
      }),
    )
}
