import { Command } from 'commander'
import { act } from '../act.ts'
import { addDatabaseOptions, addOutputOptions, addSourceOptions } from '../options.ts'
import type { Parts } from '../parts.ts'
import { formatTagExists } from '../print/format-tag-exists.ts'
import { requireTag } from '../require-tag.ts'
import { withContext } from '../with-context.ts'

export function tagExistsCommand(parts: Parts): Command {
  const command = new Command('tag-exists')
    .summary('tell whether a database has a tag')
    .description(
      'Looks for a tag in the history and names the entries that carry it. Ends with exit code 0 either way, as ' +
        'Liquibase does; scripts read "exists" of --format json. The connection is read-only.',
    )
    .argument('<tag>', 'name of the point, e.g. v1.4')
  addOutputOptions(addSourceOptions(addDatabaseOptions(command)))
  return command
    .addHelpText('after', '\nExample:\n  $ dvm tag-exists v1.4 --database-url "$DATABASE_URL" --format json')
    .action(
      act(parts, async (run, args) => {
        const needs = { command: 'dvm tag-exists', changelog: false, database: true }
        const tag = requireTag(args)
        const report = await withContext(run, needs, async (context) => {
          const { findTag } = await import('../../task/find-tag.ts')
          return findTag(context, tag)
        })
        run.output.result(report, () => formatTagExists(report, run.output))
      }),
    )
}
