import type { Client } from '../database/database.ts'
import { identifier, literal } from '../sql/sql.ts'

export interface CountedTable {
  /** With its schema, as SQL. */
  readonly name: string
  readonly rows: number
}

/** How many rows a table has that is named as SQL; null where there is no such table. Names go to `defaultSchema` first. */
export async function countRows(
  client: Client,
  table: string,
  defaultSchema: string | null,
): Promise<CountedTable | null> {
  if (defaultSchema !== null) {
    const path = literal(`${identifier(defaultSchema)}, `)
    await client.query(
      `SELECT pg_catalog.set_config('search_path', ${path} || coalesce(nullif(s.path, ''), '""'), true)
       FROM pg_catalog.current_setting('search_path') AS s (path) WHERE NOT pg_catalog.starts_with(s.path, ${path})`,
    )
  }
  const { rows } = await client.query<{ name: string }>(
    `SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS name
     FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     WHERE c.oid = pg_catalog.to_regclass(${literal(table)}) AND c.relkind IN ('r', 'p')`,
  )
  const name = rows[0]?.name
  if (name === undefined) return null
  const counted = await client.query<{ rows: string }>(`SELECT pg_catalog.count(*) AS rows FROM ${name}`)
  return { name, rows: Number(counted.rows[0]?.rows) }
}

/** Every table of a schema, as SQL. */
export async function tablesOfSchema(client: Client, schema: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) AS name
     FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
     WHERE n.nspname = ${literal(schema)} AND c.relkind IN ('r', 'p') ORDER BY 1`,
  )
  return rows.map(({ name }) => name)
}
