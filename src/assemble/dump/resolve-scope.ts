import type { Client } from '../../database/database.ts'
import { type Complaint, complaint, fail, throwIfAny } from '../../errors/dvm-error.ts'
import { nearestNames } from '../../kit/nearest-names.ts'
import type { DumpKind, DumpOptions } from '../../model/dump-manifest.ts'
import { type NamePattern, parseNamePatterns } from '../../sql/name-pattern.ts'
import { OWN_SCHEMA } from './catalog-words.ts'

export interface NamedSchema {
  readonly oid: number
  readonly name: string
}

export interface NamedTable extends NamedSchema {
  readonly schema: string
}

/** What a dump takes in, by name and oid: nobody else reads patterns. */
export interface DumpScope {
  /** Null: every schema, and what belongs to none, such as event triggers and large objects. */
  readonly schemas: readonly NamedSchema[] | null
  readonly excludedTables: readonly NamedTable[]
  /** Tables whose rows alone stay out. */
  readonly excludedData: readonly NamedTable[]
}

const NEAREST = 3

/** The option's name, which is not the same for both kinds. */
export function excludeOption(kind: DumpKind): string {
  return kind === 'schema' ? '--exclude-tables' : '--exclude-table'
}

/**
 * Looks up the names and patterns that people gave. A pattern without a schema stands for that name in every schema that
 * is taken. Fails with SETTING_INVALID and PATTERN_UNMATCHED, all of them at once.
 */
export async function resolveScope(client: Client, options: DumpOptions, kind: DumpKind): Promise<DumpScope> {
  const complaints: Complaint[] = []
  const schemas = await readSchemas(client, options.schemas, complaints)
  const oids = schemas?.map(({ oid }) => oid) ?? null
  const excludedTables = await readTables(client, excludeOption(kind), options.excludeTables, oids, complaints)
  const excludedData = await readTables(client, '--exclude-table-data', options.excludeTableData, oids, complaints)
  throwIfAny(complaints)
  return { schemas, excludedTables, excludedData }
}

async function readSchemas(
  client: Client,
  given: readonly string[],
  complaints: Complaint[],
): Promise<readonly NamedSchema[] | null> {
  if (given.length === 0) return null
  const { rows: known } = await client.query<{ oid: number; name: string }>(
    `SELECT n.oid, n.nspname AS name FROM pg_catalog.pg_namespace AS n WHERE ${OWN_SCHEMA} ORDER BY n.nspname`,
  )
  const found = new Map<number, NamedSchema>()
  for (const pattern of requirePatterns('--schemas', given)) {
    const { rows } = await client.query<{ oid: number; name: string }>({
      text: `SELECT n.oid, n.nspname AS name FROM pg_catalog.pg_namespace AS n
             WHERE ${OWN_SCHEMA} AND n.nspname ~ $1 AND $2::text IS NULL ORDER BY n.nspname`,
      values: [pattern.name, pattern.schema],
    })
    if (rows.length === 0)
      complaints.push(
        unmatched(
          '--schemas',
          pattern,
          'schema',
          known.map(({ name }) => name),
        ),
      )
    for (const row of rows) found.set(row.oid, row)
  }
  return [...found.values()]
}

async function readTables(
  client: Client,
  option: string,
  given: readonly string[],
  schemas: readonly number[] | null,
  complaints: Complaint[],
): Promise<readonly NamedTable[]> {
  const found = new Map<number, NamedTable>()
  for (const pattern of requirePatterns(option, given)) {
    const { rows } = await client.query<{ oid: number; schema: string; name: string }>({
      text: `${TABLES} AND c.relname ~ $2 AND ($3::text IS NULL OR n.nspname ~ $3) ORDER BY n.nspname, c.relname`,
      values: [schemas, pattern.name, pattern.schema],
    })
    if (rows.length === 0) {
      const all = await client.query<{ schema: string; name: string }>({ text: TABLES, values: [schemas] })
      complaints.push(unmatched(option, pattern, 'table, view or sequence', namesLike(pattern, all.rows)))
    }
    for (const row of rows) found.set(row.oid, row)
  }
  return [...found.values()]
}

const TABLES = `SELECT c.oid, n.nspname AS schema, c.relname AS name
  FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND ${OWN_SCHEMA} AND ($1::oid[] IS NULL OR n.oid = ANY ($1))`

function namesLike(pattern: NamePattern, tables: readonly { schema: string; name: string }[]): readonly string[] {
  return tables.map(({ schema, name }) => (pattern.schema === null ? name : `${schema}.${name}`))
}

function requirePatterns(setting: string, given: readonly string[]): readonly NamePattern[] {
  return given.flatMap((text) => {
    const patterns = parseNamePatterns(text)
    if (patterns !== null) return patterns
    throw fail('SETTING_INVALID', { setting, from: 'the command line', detail: `"${text}" is no list of names` })
  })
}

function unmatched(option: string, pattern: NamePattern, what: string, known: readonly string[]): Complaint {
  const nearest = nearestNames(pattern.text, known, NEAREST)
  return complaint('PATTERN_UNMATCHED', { option, pattern: pattern.text, what, nearest })
}
