import type { Client } from '../database/database.ts'
import { readSessionHolders } from '../database/read-session-holders.ts'
import type { LockHolder } from '../model/history.ts'
import type { PlacedTables } from '../model/settings.ts'
import { literal, qualifiedName } from '../sql/sql.ts'

/** Everybody who keeps others from the history: rows of the lock table that are locked, then living sessions. */
export async function readLockHolders(client: Client, tables: PlacedTables): Promise<LockHolder[]> {
  const table = qualifiedName(tables.schema, tables.lock)
  const { rows: known } = await client.query<{ there: boolean }>(
    `SELECT pg_catalog.to_regclass(${literal(table)}) IS NOT NULL AS there`,
  )
  const sessions = await readSessionHolders(client, tables)
  if (known[0]?.there !== true) return sessions
  const { rows } = await client.query<{ by: string; since: string | null }>(
    `SELECT coalesce(lockedby, 'unknown') AS by, pg_catalog.to_char(lockgranted, 'YYYY-MM-DD HH24:MI:SS') AS since
     FROM ${table} WHERE locked ORDER BY id`,
  )
  return [...rows.map(({ by, since }): LockHolder => ({ kind: 'row', by, since, pid: null })), ...sessions]
}
