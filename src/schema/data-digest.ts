import type { Client } from '../database/database.ts'
import { identifier, literal, qualifiedName } from '../sql/sql.ts'
import { withPlainSpelling } from './with-plain-spelling.ts'

export interface TableName {
  readonly schema: string
  readonly name: string
}

/** A table with its columns in their order. `label` is its name as `compareSchemas` and patterns spell it. */
export interface DataTable extends TableName {
  readonly label: string
  readonly columns: readonly DataColumn[]
}

export interface DataColumn {
  readonly name: string
  readonly label: string
}

/** Equal for two tables with the same rows, in whatever order they lie. */
export interface TableDigest {
  readonly rows: number
  /** Sums of both halves of each row's MD5, decimal; `0:0` for an empty table. */
  readonly digest: string
}

/**
 * Digests the rows of a table on its server, in one pass and constant memory; only two numbers travel. The text of a row
 * counts, with its columns in their order, or only those of `columns`. Rows of partitions and of tables that inherit are
 * counted there (ONLY). Lend the client from `database.withReadOnly`. Fails with DATABASE_*, also where row security would
 * hide rows.
 */
export async function digestTable(
  client: Client,
  table: TableName,
  columns: readonly DataColumn[] | null = null,
): Promise<TableDigest> {
  const half = (from: number): string => `sum(('x' || substr(h, ${from}, 16))::bit(64)::int8)`
  const row = columns === null ? '(dvm_row.*)' : rowOf(columns)
  return withPlainSpelling(
    client,
    async () => {
      const { rows } = await client.query<{ rows: string; digest: string }>(
        `SELECT count(*)::text AS rows, coalesce(${half(1)}, 0) || ':' || coalesce(${half(17)}, 0) AS digest
           FROM (SELECT md5(${row}::text) AS h FROM ONLY ${qualifiedName(table.schema, table.name)} AS dvm_row) AS each`,
      )
      const [found] = rows
      if (found === undefined) throw new Error('an aggregate gave no row')
      return { rows: Number(found.rows), digest: found.digest }
    },
    // Rows that a policy hides would be missing in silence.
    { row_security: 'off' },
  )
}

/**
 * Digests each column by itself, by its label: which of them differ tells a person where to look. That all are equal proves
 * nothing, as values may have changed rows. As `digestTable`, but at one MD5 for each value.
 */
export async function digestColumns(
  client: Client,
  table: TableName,
  columns: readonly DataColumn[],
): Promise<ReadonlyMap<string, string>> {
  if (columns.length === 0) return new Map()
  const sums = columns.map(
    (column) => `coalesce(sum(('x' || left(md5(${rowOf([column])}::text), 16))::bit(64)::int8), 0)::text`,
  )
  return withPlainSpelling(
    client,
    async () => {
      const { rows } = await client.query<{ digests: readonly string[] }>(
        `SELECT ARRAY[${sums.join(', ')}] AS digests FROM ONLY ${qualifiedName(table.schema, table.name)} AS dvm_row`,
      )
      return new Map(columns.map(({ label }, index) => [label, rows[0]?.digests[index] ?? '']))
    },
    { row_security: 'off' },
  )
}

function rowOf(columns: readonly DataColumn[]): string {
  return `ROW(${columns.map(({ name }) => `dvm_row.${identifier(name)}`).join(', ')})`
}

export interface ReadDataTablesRequest {
  readonly schemas?: readonly string[] | null
  /** By name, in any schema; default: Liquibase's two. */
  readonly except?: readonly string[]
}

/** The tables that hold rows: ordinary ones and partitions, in the order of their names; none of an extension's. */
export async function readDataTables(
  client: Client,
  request: ReadDataTablesRequest = {},
): Promise<readonly DataTable[]> {
  const { schemas = null, except = ['databasechangelog', 'databasechangeloglock'] } = request
  const names = (list: readonly string[]): string => `ARRAY[${list.map(literal).join(', ')}]::pg_catalog.text[]`
  const { rows } = await client.query<DataTable>(
    `SELECT n.nspname::text AS schema, c.relname::text AS name, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS label,
       coalesce((SELECT json_agg(json_build_object('name', a.attname, 'label',
           quote_ident(n.nspname) || '.' || quote_ident(c.relname) || '.' || quote_ident(a.attname)) ORDER BY a.attnum)
         FROM pg_catalog.pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]') AS columns
     FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND c.relname <> ALL (${names(except)}) ${schemas === null ? '' : `AND n.nspname = ANY (${names(schemas)})`}
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e
         WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid AND e.deptype = 'e')
     ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
  )
  return rows
}
