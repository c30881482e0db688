import { Command } from 'commander'
import { act } from '../act.ts'
import { addDumpOptions } from '../dump-options.ts'
import { addDatabaseOptions, addOutputOptions, addSourceOptions } from '../options.ts'
import type { Parts } from '../parts.ts'
import { runDump } from '../run-dump.ts'

export function packageSchemaCommand(parts: Parts): Command {
  const command = new Command('schema')
    .summary('build one SQL file of the definitions of a live database')
    .description(
      'Reads a live database with pg_dump into one pure SQL file: every definition, and the history, so that Liquibase ' +
        'finds a database made from it up to date. It runs in any client, on an empty database, all or nothing.',
    )
  addOutputOptions(addSourceOptions(addDumpOptions(addDatabaseOptions(command), 'schema')))
  return command
    .option('--out <file>', 'file to write; - is standard output')
    .option('--manifest <file>', "write the package's manifest, as JSON, to this file")
    .addHelpText('after', EXAMPLES)
    .action(
      act(parts, (run) =>
        runDump(run, 'schema', async (context, request) => {
          const { buildSchemaPackage } = await import('../../task/build-schema-package.ts')
          return buildSchemaPackage(context, request)
        }),
      ),
    )
}

const EXAMPLES = `
Examples:
  $ dvm package schema --database-url "$URL" --out schema.sql
  $ dvm package schema --database-url "$URL" --schemas 'app,audit' --no-owner --no-privileges
  $ dvm package schema --database-url "$URL" --exclude-tables 'tmp_*,staging.*' --out - | psql target`
