import type { LockHolder } from '../model/history.ts'
import type { PlacedTables } from '../model/settings.ts'
import type { Client } from './database.ts'
import { lockKeys } from './lock-keys.ts'

/**
 * The living sessions that keep us from the history: those that hold the advisory lock of our runs, and one that holds
 * Liquibase's lock row in an open transaction. Needs no rights; what a role may not see of others' sessions is left out.
 */
export async function readSessionHolders(client: Client, tables: PlacedTables): Promise<LockHolder[]> {
  const { escapeIdentifier } = await import('pg')
  const table = `${escapeIdentifier(tables.schema)}.${escapeIdentifier(tables.lock)}`
  const { lockClass, lockKey } = lockKeys(tables)
  const { rows: known } = await client.query<{ there: boolean }>({
    text: 'SELECT pg_catalog.to_regclass($1) IS NOT NULL AS there',
    values: [table],
  })
  const ofRow = `UNION SELECT k.pid FROM ${table} AS r JOIN pg_catalog.pg_locks AS k
       ON k.locktype = 'transactionid' AND k.granted AND k.transactionid = r.xmax WHERE r.id = 1`
  const { rows } = await client.query<{
    pid: number
    program: string | null
    role: string | null
    since: string | null
  }>({
    text: `SELECT h.pid, nullif(a.application_name, '') AS program, a.usename AS role,
       pg_catalog.to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS') AS since
     FROM (
       SELECT k.pid FROM pg_catalog.pg_locks AS k
       WHERE k.locktype = 'advisory' AND k.granted AND k.classid = $1::oid AND k.objid = $2::oid AND k.objsubid = 2
         AND k.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
       ${known[0]?.there === true ? ofRow : ''}
     ) AS h LEFT JOIN pg_catalog.pg_stat_activity AS a USING (pid)
     WHERE h.pid <> pg_catalog.pg_backend_pid() ORDER BY h.pid`,
    values: [lockClass, lockKey],
  })
  return rows.map(({ pid, program, role, since }) => {
    const who = [program, role === null ? null : `user ${role}`].filter((word) => word !== null).join(', ')
    return { kind: 'session', by: `process ${pid}${who === '' ? '' : ` (${who})`}`, since, pid }
  })
}
