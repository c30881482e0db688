import { Command } from 'commander'
import { act } from '../act.ts'
import { addDatabaseOptions, addOutputOptions, addSourceOptions } from '../options.ts'
import type { Parts } from '../parts.ts'
import { formatLocks } from '../print/format-locks.ts'
import { withContext } from '../with-context.ts'

export function listLocksCommand(parts: Parts): Command {
  const command = new Command('list-locks')
    .summary('show who holds the changelog lock')
    .description(
      "Shows who holds Liquibase's lock row and since when, and the living sessions that are at work on the history. The " +
        'connection is read-only; nothing is created.',
    )
  addOutputOptions(addSourceOptions(addDatabaseOptions(command)))
  return command
    .addHelpText('after', '\nExample:\n  $ dvm list-locks --database-url postgres://app@db.example/shop')
    .action(
      act(parts, async (run) => {
        const needs = { command: 'dvm list-locks', changelog: false, database: true }
        const report = await withContext(run, needs, async (context) => {
          const { listLocks } = await import('../../task/list-locks.ts')
          return listLocks(context)
        })
        run.output.result(report, () => formatLocks(report, run.output))
      }),
    )
}
