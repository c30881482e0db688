import { fail } from '../errors/dvm-error.ts'
import type { LiquibaseTables } from '../model/settings.ts'
import type { Client, Database } from './database.ts'
import { withTransaction } from './with-transaction.ts'

interface LockRow {
  readonly locked: boolean
  readonly lockedby: string | null
  readonly lockgranted: string | null
}

/**
 * Runs `use` while Liquibase's lock row (liquibase.lockservice.StandardLockService) is ours. We do not write LOCKED, as
 * Liquibase does, but hold the row itself in a transaction: Liquibase's own UPDATE then waits for us, and if this
 * process dies the server lets go, so that no lock is left behind. Fails with LOCK_HELD at once where LOCKED is set or
 * another session holds the row. The lock table must exist.
 */
export async function withChangelogLock<T>(
  database: Database,
  tables: LiquibaseTables,
  use: () => Promise<T>,
): Promise<T> {
  const { escapeIdentifier } = await import('pg')
  const name = escapeIdentifier(tables.lock)
  const table = tables.schema === null ? name : `${escapeIdentifier(tables.schema)}.${name}`
  return database.withClient((client) =>
    withTransaction(client, async () => {
      const row = await takeRow(client, table)
      if (row?.locked) throw fail('LOCK_HELD', { by: row.lockedby ?? 'unknown', since: row.lockgranted ?? 'unknown' })
      return use()
    }),
  )
}

async function takeRow(client: Client, table: string): Promise<LockRow | undefined> {
  try {
    const { rows } = await client.query<LockRow>(
      `SELECT locked, lockedby, lockgranted::text FROM ${table} WHERE id = 1 FOR UPDATE NOWAIT`,
    )
    return rows[0]
  } catch (cause) {
    if (((cause as Error).cause as { code?: string } | undefined)?.code !== '55P03') throw cause
    throw fail('LOCK_HELD', { by: 'another session', since: 'unknown' }, null, { cause })
  }
}
