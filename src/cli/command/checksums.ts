import { Command, Option } from 'commander'
import { act } from '../act.ts'
import { addChangelogOptions, addOutputOptions, addSourceOptions } from '../options.ts'
import type { Parts } from '../parts.ts'
import { formatChecksums, formatChecksumsTsv } from '../print/format-checksums.ts'
import { withContext } from '../with-context.ts'

export function checksumsCommand(parts: Parts): Command {
  const command = new Command('checksums')
    .summary("list every changeset with Liquibase's checksum, offline")
    .description('Lists path, id, author and MD5SUM of every changeset, as Liquibase would write them. No database.')
  addOutputOptions(addSourceOptions(addChangelogOptions(command)), ['text', 'json', 'tsv'])
  return command
    .addOption(
      new Option('--checksum-version <version>', 'as of Liquibase 4.22 it is 9').choices(['8', '9']).default('9'),
    )
    .addHelpText('after', '\nExample:\n  $ dvm checksums --changelog db/master.xml --format tsv > checksums.tsv')
    .action(
      act(parts, async (run) => {
        const needs = { command: 'dvm checksums', changelog: true, database: false }
        const version = run.flags['checksumVersion'] === '8' ? 8 : 9
        const rows = await withContext(run, needs, async (context) => {
          const { listChecksums } = await import('../../task/list-checksums.ts')
          return listChecksums(context, version, run.output.warnings)
        })
        const tsv = run.flags['format'] === 'tsv'
        run.output.result(rows, () => (tsv ? formatChecksumsTsv(rows) : formatChecksums(rows, run.output)))
      }),
    )
}
