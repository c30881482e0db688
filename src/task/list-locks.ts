import { readServerFacts } from '../database/read-server-facts.ts'
import { fail } from '../errors/dvm-error.ts'
import { readLockHolders } from '../history/read-lock-holders.ts'
import type { LocksReport } from '../model/report.ts'
import type { Context } from './context.ts'
import { lockTable, placedTables } from './read-history.ts'

/** What `liquibase list-locks` shows, and the living sessions that Liquibase's row does not tell of. Nothing is created. */
export async function listLocks(context: Context): Promise<LocksReport> {
  const { database, settings } = context
  if (database === null) throw fail('DATABASE_REQUIRED', { command: 'list-locks' })
  return database.withReadOnly(async (client) => {
    const server = await readServerFacts(client)
    const holders = await readLockHolders(client, placedTables(settings, server))
    return { database: database.label, table: lockTable(settings, server), holders }
  })
}
