import { Command } from 'commander'
import { act } from '../act.ts'
import { addDatabaseOptions, addOutputOptions, addSourceOptions } from '../options.ts'
import type { Parts } from '../parts.ts'
import { formatHistory } from '../print/format-history.ts'
import { withContext } from '../with-context.ts'

export function historyCommand(parts: Parts): Command {
  const command = new Command('history')
    .summary('show what ran on a database, in order')
    .description('Shows databasechangelog in the order it ran. The connection is read-only; nothing is created.')
  addOutputOptions(addSourceOptions(addDatabaseOptions(command)))
  return command
    .addHelpText('after', '\nExample:\n  $ dvm history --database-url postgres://app@db.example/shop')
    .action(
      act(parts, async (run) => {
        const needs = { command: 'dvm history', changelog: false, database: true }
        const report = await withContext(run, needs, async (context) => {
          const { readHistory } = await import('../../task/read-history.ts')
          return readHistory(context)
        })
        run.output.result(report, () => formatHistory(report, run.output))
      }),
    )
}
