import type { Client } from '../database/database.ts'
import { readSessionHolders } from '../database/read-session-holders.ts'
import { withTransaction } from '../database/with-transaction.ts'
import { fail } from '../errors/dvm-error.ts'
import { releaseLockRow } from '../history/release-lock-row.ts'
import type { LockHolder } from '../model/history.ts'
import type { ReleaseLocksReport } from '../model/report.ts'
import type { Context } from './context.ts'
import { loadServer, lockTable, placedTables } from './read-history.ts'
import type { HistoryRequest } from './with-locked-history.ts'

/**
 * What `liquibase release-locks` does: the lock row is freed, whoever holds it. Whether that process is dead only a
 * person can know. Sessions of ours need no release: what they hold ends with them; those that live are told.
 */
export async function releaseLocks(
  context: Context,
  { dryRun = false }: Pick<HistoryRequest, 'dryRun'> = {},
): Promise<ReleaseLocksReport> {
  const { database, settings } = context
  if (database === null) throw fail('DATABASE_REQUIRED', { command: 'release-locks' })
  const server = await loadServer(context, 'release-locks')
  const tables = placedTables(settings, server)
  const release = async (client: Client): Promise<ReleaseLocksReport> => {
    // A session that holds the row open is not waited for without end; 0 would mean that.
    await client.query(`SET LOCAL lock_timeout = ${Math.max(1, settings.package.lockWait * 1000)}`)
    const sessions = await readSessionHolders(client, tables)
    const released = await releaseLockRow(client, tables).catch((error: unknown) => {
      throw held(error, sessions[0])
    })
    return { dryRun, database: database.label, table: lockTable(settings, server), released, sessions }
  }
  return database.withClient((client) =>
    withTransaction(
      client,
      () => release(client),
      () => !dryRun,
    ),
  )
}

const LOCK_NOT_AVAILABLE = '55P03'

function held(error: unknown, holder: LockHolder | undefined): unknown {
  const { cause } = error as { cause?: { code?: string } }
  if (cause?.code !== LOCK_NOT_AVAILABLE) return error
  return fail('LOCK_HELD', holder ?? { by: 'another session', since: null }, null, { cause: error })
}
