import type { Client } from '../../database/database.ts'
import type { NamedTable } from './resolve-scope.ts'

/** A history of our own tables beside them tells them from an application's schema of that name. */
const OWN = `SELECT c.oid, n.nspname AS schema, c.relname AS name
  FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE n.nspname = $1 AND c.relkind = 'r' AND EXISTS (
    SELECT FROM pg_catalog.pg_class AS h JOIN pg_catalog.pg_namespace AS s ON s.oid = h.relnamespace
    WHERE s.nspname = $2 AND h.relname = 'databasechangelog')
  ORDER BY c.relname`

/** Where this product keeps what it knows itself, and the history of that. */
export interface OwnSchemas {
  readonly tables: string
  readonly history: string
}

/**
 * The product's own tables, where it has them in the database that is packaged: hashes of passwords, sessions, results of
 * others' jobs. Their rows are for nobody whom a package is handed to.
 */
export async function readOwnTables(client: Client, { tables, history }: OwnSchemas): Promise<readonly NamedTable[]> {
  return (await client.query<NamedTable>({ text: OWN, values: [tables, history] })).rows
}
