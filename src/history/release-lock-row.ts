import type { Client } from '../database/database.ts'
import type { LockHolder } from '../model/history.ts'
import type { PlacedTables } from '../model/settings.ts'
import { literal, qualifiedName } from '../sql/sql.ts'

/**
 * Frees Liquibase's lock row, whoever holds it, and tells who did; null where it was free (StandardLockService,
 * forceReleaseLock). A free row is not written: packages that run tell by its version that nobody took the lock from
 * them. A lock table that lost its row gets it back. To be called inside a transaction.
 */
export async function releaseLockRow(client: Client, tables: PlacedTables): Promise<LockHolder | null> {
  const table = qualifiedName(tables.schema, tables.lock)
  const { rows: known } = await client.query<{ there: boolean }>(
    `SELECT pg_catalog.to_regclass(${literal(table)}) IS NOT NULL AS there`,
  )
  if (known[0]?.there !== true) return null
  const { rows } = await client.query<{ by: string; since: string | null }>(
    `UPDATE ${table} AS l SET locked = FALSE, lockgranted = NULL, lockedby = NULL
     FROM (SELECT id, lockedby, lockgranted FROM ${table} WHERE id = 1 AND locked FOR UPDATE) AS o
     WHERE l.id = o.id
     RETURNING coalesce(o.lockedby, 'unknown') AS by, pg_catalog.to_char(o.lockgranted, 'YYYY-MM-DD HH24:MI:SS') AS since`,
  )
  await client.query(
    `INSERT INTO ${table} (id, locked) SELECT 1, FALSE WHERE NOT EXISTS (SELECT FROM ${table} WHERE id = 1)`,
  )
  const [row] = rows
  return row === undefined ? null : { kind: 'row', by: row.by, since: row.since, pid: null }
}
