import type { Database } from '../database/database.ts'
import { withTransaction } from '../database/with-transaction.ts'
import type { Clock } from '../kit/clock.ts'
import { SYSTEM } from '../model/audit.ts'
import { insertEvents } from './insert-events.ts'

/** Of the advisory lock by which one instance prunes at a time. "dvm", and a number of its own. */
const LOCK = [0x64766d, 9]
/** Rows that go in one transaction. */
const AT_ONCE = 20_000
/** The table itself keeps rows for so long, whatever is asked. */
export const LEAST_DAYS = 30

const OLD = `SELECT pg_catalog.count(*)::int AS count, pg_catalog.min(id)::text AS first, pg_catalog.max(id)::text AS last,
    pg_catalog.to_char(pg_catalog.max(occurred_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS until
FROM (
    SELECT id, occurred_at FROM dvm.audit_event
    WHERE occurred_at < pg_catalog.now() - pg_catalog.make_interval(days => $1) AND action <> 'audit.prune'
    ORDER BY occurred_at LIMIT $2
) AS old`
const REMOVE = "DELETE FROM dvm.audit_event WHERE occurred_at <= $1::timestamptz AND action <> 'audit.prune'"

/**
 * Removes rows older than so many days (30 at least) and gives how many went. Every removal first leaves a mark: an audit
 * event that says what goes, without which the table refuses; marks stay. Null: another instance is at it.
 */
export async function pruneEvents(database: Database, clock: Clock, olderThanDays: number): Promise<number | null> {
  const days = Math.max(LEAST_DAYS, Math.floor(olderThanDays))
  for (let gone = 0; ; ) {
    const removed = await pruneSome(database, clock, days)
    if (removed === null) return null
    gone += removed
    if (removed < AT_ONCE) return gone
  }
}

function pruneSome(database: Database, clock: Clock, days: number): Promise<number | null> {
  return database.withClient((client) =>
    withTransaction(client, async () => {
      const lock = { text: 'SELECT pg_catalog.pg_try_advisory_xact_lock($1, $2) AS mine', values: LOCK }
      if ((await client.query<{ mine: boolean }>(lock)).rows[0]?.mine !== true) return null
      const found = await client.query<{ count: number; first: string; last: string; until: string }>({
        text: OLD,
        values: [days, AT_ONCE],
      })
      const [old] = found.rows
      if (old === undefined || old.count === 0) return 0
      const mark = { action: 'audit.prune', outcome: 'done', actor: SYSTEM, at: clock.now().toISOString() } as const
      await insertEvents(client, [{ ...mark, detail: { days, ...old } }])
      await client.query({ text: REMOVE, values: [old.until] })
      return old.count
    }),
  )
}
