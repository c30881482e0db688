import { type Command, Option } from 'commander'
import { fail } from '../errors/dvm-error.ts'
import type { Compression, DumpKind, DumpOptions } from '../model/dump-manifest.ts'
import type { Flags } from '../settings/settings-input.ts'
import { repeatable } from './repeatable.ts'

const MOST_ROWS = 100_000

/** What both kinds of a live database's package can leave out, and how they run. */
export function addDumpOptions(command: Command, kind: DumpKind): Command {
  const tables = kind === 'schema' ? '--exclude-tables' : '--exclude-table'
  return command
    .optionsGroup('Package:')
    .option('--schemas <names>', 'only these schemas, with commas; * and ? stand for any characters', repeatable)
    .option(`${tables} <names>`, 'tables, views or sequences to leave out, as NAME or SCHEMA.NAME', repeatable)
    .option('--no-owner', 'whoever runs the package owns what it makes')
    .option('--no-privileges', 'no GRANT and no REVOKE')
    .option('--no-history', 'without the rows of databasechangelog')
    .addOption(
      new Option(
        '--transaction <mode>',
        'single: all or nothing; none: statement by statement (default: single)',
      ).choices(['single', 'none']),
    )
    .option('--allow <rule>', 'loosen one rule: non-empty-target, older-server', repeatable)
    .option('--generated-at <time>', 'time that goes into the package, ISO 8601 (default: SOURCE_DATE_EPOCH, else now)')
    .option('--pg-dump <program>', "pg_dump to read with (default: the one of the server's version, or newer)")
}

/** What only a package with rows can leave out, and how its rows are written. */
export function addFullOptions(command: Command): Command {
  return addDumpOptions(command, 'full')
    .option('--exclude-table-data <names>', 'tables whose rows alone are left out', repeatable)
    .option('--no-data', 'definitions only')
    .option('--no-indexes', 'without indexes that are no part of a key')
    .option('--no-functions', 'without functions, procedures, aggregates, and the triggers that call them')
    .option('--inserts', 'rows as INSERT, for any client (default: COPY, for psql)')
    .option('--rows-per-insert <number>', 'rows of one INSERT statement, with --inserts (default: 100)')
}

export function addCompression(command: Command): Command {
  return command.addOption(new Option('--compress <method>', 'pack the file').choices(['gzip', 'zstd']))
}

/** Flags of these commands as options; commander has checked the choices. */
export function readDumpOptions(flags: Flags): DumpOptions {
  const inserts = flags['inserts'] === true || flags['rowsPerInsert'] !== undefined
  return {
    schemas: namesOf(flags['schemas']),
    excludeTables: namesOf(flags['excludeTable'] ?? flags['excludeTables']),
    excludeTableData: namesOf(flags['excludeTableData']),
    privileges: flags['privileges'] !== false,
    owner: flags['owner'] !== false,
    history: flags['history'] !== false,
    data: flags['data'] !== false,
    indexes: flags['indexes'] !== false,
    functions: flags['functions'] !== false,
    rowsPerInsert: inserts ? rowsOf(flags['rowsPerInsert'] ?? '100') : null,
    transaction: flags['transaction'] === 'none' ? 'none' : 'single',
    compress: (flags['compress'] as Compression | undefined) ?? 'none',
  }
}

function namesOf(given: Flags[string]): readonly string[] {
  return Array.isArray(given) ? given : []
}

function rowsOf(given: Flags[string]): number {
  const rows = /^\d{1,6}$/.test(String(given)) ? Number(given) : Number.NaN
  if (rows >= 1 && rows <= MOST_ROWS) return rows
  const detail = `"${String(given)}" is not a whole number from 1 to ${MOST_ROWS}`
  throw fail('SETTING_INVALID', { setting: '--rows-per-insert', from: 'the command line', detail })
}

/** Settings know another --transaction, of packages of changesets. */
export function withoutTransaction({ transaction: _, ...flags }: Flags): Flags {
  return flags
}
