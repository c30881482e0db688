import type { Client } from '../database/database.ts'
import { literal, qualifiedName } from '../sql/sql.ts'
import { withPlainSpelling } from './with-plain-spelling.ts'

export interface TableName {
  readonly schema: string
  readonly name: string
}

/** Equal for two tables with the same rows, in whatever order they lie. */
export interface TableDigest {
  readonly rows: number
  /** Sums of both halves of each row's MD5, decimal; `0:0` for an empty table. */
  readonly digest: string
}

/**
 * Digests the rows of a table on its server, in one pass and constant memory; only two numbers travel. The text of a row
 * counts, with its columns in their order. Rows of partitions and of tables that inherit are counted there (ONLY). Lend the
 * client from `database.withReadOnly`. Fails with DATABASE_*, also where row security would hide rows.
 */
export async function digestTable(client: Client, table: TableName): Promise<TableDigest> {
  const half = (from: number): string => `sum(('x' || substr(h, ${from}, 16))::bit(64)::int8)`
  return withPlainSpelling(
    client,
    async () => {
      const { rows } = await client.query<{ rows: string; digest: string }>(
        `SELECT count(*)::text AS rows, coalesce(${half(1)}, 0) || ':' || coalesce(${half(17)}, 0) AS digest
           FROM (SELECT md5((dvm_row.*)::text) AS h FROM ONLY ${qualifiedName(table.schema, table.name)} AS dvm_row) AS each`,
      )
      const [row] = rows
      if (row === undefined) throw new Error('an aggregate gave no row')
      return { rows: Number(row.rows), digest: row.digest }
    },
    // Rows that a policy hides would be missing in silence.
    { row_security: 'off' },
  )
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
): Promise<readonly TableName[]> {
  const { schemas = null, except = ['databasechangelog', 'databasechangeloglock'] } = request
  const names = (list: readonly string[]): string => `ARRAY[${list.map(literal).join(', ')}]::pg_catalog.text[]`
  const { rows } = await client.query<{ schema: string; name: string }>(
    `SELECT n.nspname::text AS schema, c.relname::text AS name
     FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
       AND c.relname <> ALL (${names(except)}) ${schemas === null ? '' : `AND n.nspname = ANY (${names(schemas)})`}
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend AS e
         WHERE e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND e.objid = c.oid AND e.deptype = 'e')
     ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"`,
  )
  return rows.map(({ schema, name }) => ({ schema, name }))
}
