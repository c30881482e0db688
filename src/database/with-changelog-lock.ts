import { setTimeout as pause } from 'node:timers/promises'
import { fail } from '../errors/dvm-error.ts'
import type { LockHolder } from '../model/history.ts'
import type { PlacedTables } from '../model/settings.ts'
import type { Client, Database } from './database.ts'
import { lockKeys } from './lock-keys.ts'
import { readSessionHolders } from './read-session-holders.ts'
import { withTransaction } from './with-transaction.ts'

export interface LockOptions {
  /** Seconds to wait for a holder; 0 asks once. */
  readonly wait: number
  /** Told once, before the waiting begins. */
  readonly onWait?: (holder: LockHolder) => void
  /** Makes the two tables where they are missing; the lock table must exist when it is done. */
  readonly prepare?: (client: Client) => Promise<void>
  /** Everything is rolled back at the end: a trial of the same path. */
  readonly trial?: boolean
}

const POLL_MS = 200
/** duplicate_table, unique_violation: another process made the tables at the same time. It cannot do so often. */
const MADE_MEANWHILE = new Set(['42P07', '23505'])
const MOST_COLLISIONS = 5

type Attempt<T> = { readonly result: T } | { readonly holder: LockHolder } | { readonly collision: unknown }

/**
 * Runs `use` in one transaction that excludes every other user of the history: our own runs by the advisory lock that
 * packages take too, Liquibase by its lock row (liquibase.lockservice.StandardLockService). We do not write LOCKED, as
 * Liquibase does, but hold the row itself: Liquibase's own UPDATE then waits for us, and if this process dies the server
 * undoes everything and lets go, so that no lock is left behind. Fails with LOCK_HELD after `wait`.
 */
export async function withChangelogLock<T>(
  database: Database,
  tables: PlacedTables,
  options: LockOptions,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  return database.withClient(async (client) => {
    const tries = Math.ceil((options.wait * 1000) / POLL_MS)
    let [held, collisions] = [0, 0]
    for (;;) {
      const answer = await attempt(client, tables, options, use)
      if ('result' in answer) return answer.result
      if ('collision' in answer) {
        collisions++
        if (collisions > MOST_COLLISIONS) throw answer.collision
      } else {
        if (held >= tries) throw fail('LOCK_HELD', answer.holder, null, { detail: adviceOn(answer.holder) })
        if (held === 0) options.onWait?.(answer.holder)
        held++
      }
      // Nothing is open while waiting: a CREATE INDEX CONCURRENTLY elsewhere would wait for our transaction.
      await pause(POLL_MS)
    }
  })
}

async function attempt<T>(
  client: Client,
  tables: PlacedTables,
  options: LockOptions,
  use: (client: Client) => Promise<T>,
): Promise<Attempt<T>> {
  let prepared = false
  try {
    return await withTransaction(
      client,
      async (): Promise<Attempt<T>> => {
        const { lockClass, lockKey } = lockKeys(tables)
        const { rows } = await client.query<{ taken: boolean }>({
          text: 'SELECT pg_catalog.pg_try_advisory_xact_lock($1, $2) AS taken',
          values: [lockClass, lockKey],
        })
        if (rows[0]?.taken !== true) return { holder: await readSession(client, tables) }
        await options.prepare?.(client)
        prepared = true
        const holder = await takeRow(client, tables)
        return holder === null ? { result: await use(client) } : { holder }
      },
      (answer) => 'result' in answer && options.trial !== true,
    )
  } catch (cause) {
    if (!prepared && MADE_MEANWHILE.has(sqlStateOf(cause))) return { collision: cause }
    throw cause
  }
}

/** Null once the row is ours. */
async function takeRow(client: Client, tables: PlacedTables): Promise<LockHolder | null> {
  const { escapeIdentifier } = await import('pg')
  const table = `${escapeIdentifier(tables.schema)}.${escapeIdentifier(tables.lock)}`
  const free = await client.query(`SELECT FROM ${table} WHERE id = 1 AND NOT locked FOR UPDATE SKIP LOCKED`)
  if (free.rowCount === 1) return null
  const { rows } = await client.query<{ locked: boolean; by: string; since: string | null }>(
    `SELECT locked, coalesce(lockedby, 'unknown') AS by,
       pg_catalog.to_char(lockgranted, 'YYYY-MM-DD HH24:MI:SS') AS since FROM ${table} WHERE id = 1`,
  )
  const [row] = rows
  if (row?.locked === false) return readSession(client, tables)
  const { by, since } = row ?? { by: 'nobody: the lock table has no row with id 1', since: null }
  return { kind: 'row', by, since, pid: null }
}

async function readSession(client: Client, tables: PlacedTables): Promise<LockHolder> {
  const [holder] = await readSessionHolders(client, tables)
  // It may have gone, or be in sight of its own role only.
  return holder ?? { kind: 'session', by: 'another session', since: null, pid: null }
}

function adviceOn({ kind, pid }: LockHolder): string {
  if (kind === 'row') return 'Its process may be dead: the lock row does not tell.'
  const end = pid === null ? '' : `: SELECT pg_terminate_backend(${pid})`
  return `It is a living session; what it holds is free as soon as it ends${end}.`
}

function sqlStateOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: string } }
  return cause?.code ?? ''
}
