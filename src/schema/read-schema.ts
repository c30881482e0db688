import type { Client } from '../database/database.ts'
import type { Schema, SchemaKind } from '../model/schema.ts'
import { type CatalogRow, plantTree } from './plant-tree.ts'
import { CATALOG_QUERIES } from './query/catalog-queries.ts'
import { withPlainSpelling } from './with-plain-spelling.ts'

export interface ReadSchemaRequest {
  /** Only these schemas, by name, and nothing that lies in no schema; default: every schema that is not PostgreSQL's own. */
  readonly schemas?: readonly string[] | null
  /** Tables that are left out with all that belongs to them; default: Liquibase's two, in any schema. */
  readonly exceptTables?: readonly { readonly schema: string | null; readonly name: string }[]
  /** Who owns each object. Default: no, two environments rarely have the same roles. */
  readonly owners?: boolean
  /** Grants and default privileges. Default: yes; the owner of an object is written OWNER there. */
  readonly privileges?: boolean
}

const LIQUIBASE_TABLES = [
  { schema: null, name: 'databasechangelog' },
  { schema: null, name: 'databasechangeloglock' },
]

interface Row {
  kind: SchemaKind
  name: string
  of_kind: SchemaKind | null
  of_name: string | null
  position: number | null
  facts: Record<string, string>
}

/**
 * The live catalog of the database. Lend the client from `database.withReadOnly`: one snapshot for all that is read,
 * as far as PostgreSQL's own functions keep to it (README.md); without a transaction it fails. A fixed number of queries, whatever the size. PostgreSQL 12 and later; DATABASE_*.
 */
export async function readSchema(client: Client, request: ReadSchemaRequest = {}): Promise<Schema> {
  const { schemas = null, exceptTables = LIQUIBASE_TABLES, owners = false, privileges = true } = request
  const values = [schemas, JSON.stringify(exceptTables), owners, privileges]
  return withPlainSpelling(client, async () => {
    const serverVersion = await readVersion(client)
    const rows: CatalogRow[] = []
    for (const query of CATALOG_QUERIES) {
      const result = await client.query<Row>({ text: query.text(serverVersion), values })
      for (const row of result.rows) rows.push(toCatalogRow(row))
    }
    return { serverVersion, objects: plantTree(rows) }
  })
}

async function readVersion(client: Client): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    `SELECT pg_catalog.current_setting('server_version_num')::pg_catalog.int4 AS version`,
  )
  return rows[0]?.version ?? 0
}

function toCatalogRow({ kind, name, of_kind, of_name, position, facts }: Row): CatalogRow {
  const of = of_kind === null || of_name === null ? null : { kind: of_kind, name: of_name }
  return { kind, name, of, position, facts }
}
