import { identifier, qualifiedName } from '../../sql/sql.ts'
import type { DumpReading } from './dump-plan.ts'

/**
 * The command line of pg_dump. Names go as quoted patterns, which stand for exactly one object. `--verbose` makes it tell
 * each object's catalogue and oid.
 */
export function dumpArguments(reading: DumpReading, snapshot: string): readonly string[] {
  const { kind, options, scope, server } = reading
  const data = kind === 'full' && options.data
  return [
    '--format=plain',
    '--verbose',
    '--no-password',
    `--snapshot=${snapshot}`,
    // The bytes of a database that declares no encoding are passed on as they are.
    `--encoding=${server.encoding === 'SQL_ASCII' ? 'SQL_ASCII' : 'UTF8'}`,
    ...(data ? [] : ['--schema-only']),
    ...(options.privileges ? [] : ['--no-privileges']),
    ...(options.owner ? [] : ['--no-owner']),
    ...(options.rowsPerInsert === null || !data ? [] : [`--rows-per-insert=${options.rowsPerInsert}`]),
    ...(scope.schemas ?? []).map(({ name }) => `--schema=${identifier(name)}`),
    ...scope.excludedTables.map(({ schema, name }) => `--exclude-table=${qualifiedName(schema, name)}`),
    ...(data ? withoutRows(reading).map((name) => `--exclude-table-data=${name}`) : []),
  ]
}

/** A lock row that is taken along would lock the target for good; it is written free instead. */
function withoutRows({ scope, tables, options, holds }: DumpReading): readonly string[] {
  const own = [
    ...(holds.lock ? [qualifiedName(tables.schema, tables.lock)] : []),
    ...(options.history ? [] : [qualifiedName(tables.schema, tables.changelog)]),
  ]
  return [...scope.excludedData.map(({ schema, name }) => qualifiedName(schema, name)), ...own]
}
