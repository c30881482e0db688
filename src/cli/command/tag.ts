import { Command } from 'commander'
import { act } from '../act.ts'
import { addDatabaseOptions, addHistoryOptions, addOutputOptions, addSourceOptions } from '../options.ts'
import { tellingOf } from '../output.ts'
import type { Parts } from '../parts.ts'
import { formatTag } from '../print/format-tag.ts'
import { requireTag } from '../require-tag.ts'
import { withContext } from '../with-context.ts'

export function tagCommand(parts: Parts): Command {
  const command = new Command('tag')
    .summary('mark where a database stands')
    .description(
      'Puts a tag on the entry of the history that ran last, whatever tag it had. An empty history gets a row of its own ' +
        'first, as Liquibase makes it.',
    )
    .argument('<tag>', 'name of the point, e.g. v1.4')
  addOutputOptions(addSourceOptions(addDatabaseOptions(addHistoryOptions(command))))
  return command
    .addHelpText('after', '\nExample:\n  $ dvm tag v1.4 --database-url postgres://app@db.example/shop')
    .action(
      act(parts, async (run, args) => {
        const needs = { command: 'dvm tag', changelog: false, database: true }
        const tag = requireTag(args)
        const report = await withContext(run, needs, async (context) => {
          const { tagDatabase } = await import('../../task/tag-database.ts')
          return tagDatabase(context, tag, { dryRun: run.flags['dryRun'] === true, ...tellingOf(run.output) })
        })
        run.output.result(report, () => formatTag(report, run.output))
      }),
    )
}
