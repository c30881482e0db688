import { Command } from 'commander'
import { act } from '../act.ts'
import { addCompression, addFullOptions } from '../dump-options.ts'
import { addDatabaseOptions, addOutputOptions, addSourceOptions } from '../options.ts'
import type { Parts } from '../parts.ts'
import { runDump } from '../run-dump.ts'

export function packageFullCommand(parts: Parts): Command {
  const command = new Command('full')
    .summary('build one SQL file of a whole live database, rows included')
    .description(
      'Reads a live database with pg_dump into one SQL file: definitions, rows, then keys, indexes and triggers, which is ' +
        'how it restores fast. One snapshot, streamed. Rows come as COPY for psql, or with --inserts for any client.',
    )
  addOutputOptions(addSourceOptions(addCompression(addFullOptions(addDatabaseOptions(command)))))
  return command
    .option('--out <file>', 'file to write; - is standard output')
    .option('--manifest <file>', "write the package's manifest, as JSON, to this file")
    .addHelpText('after', EXAMPLES)
    .action(
      act(parts, (run) =>
        runDump(run, 'full', async (context, request) => {
          const { buildFullPackage } = await import('../../task/build-full-package.ts')
          return buildFullPackage(context, request)
        }),
      ),
    )
}

const EXAMPLES = `
Examples:
  $ dvm package full --database-url "$URL" --out shop.sql
  $ dvm package full --database-url "$URL" --compress gzip --exclude-table-data 'audit.*,sessions'
  $ dvm package full --database-url "$URL" --inserts --rows-per-insert 500 --out shop-any-client.sql
  $ dvm package full --database-url "$URL" --no-indexes --no-functions --out rows.sql`
