import { readServerFacts } from '../database/read-server-facts.ts'
import { fail } from '../errors/dvm-error.ts'
import { readEntries, readLock } from '../history/read-entries.ts'
import { readRoom } from '../history/read-room.ts'
import type { History, ServerFacts } from '../model/history.ts'
import type { HistoryReport } from '../model/report.ts'
import type { PlacedTables, Settings } from '../model/settings.ts'
import type { Context } from './context.ts'

/** The history as it stands, from a read-only connection. Fails with DATABASE_REQUIRED or DATABASE_*. */
export async function readHistory(context: Context): Promise<HistoryReport> {
  const history = await loadHistory(context, 'the history')
  const { entries, server, lock, tableExists } = history
  return { table: historyTable(context.settings, server), tableExists, server, lock, entries }
}

/** History, lock and server facts in one read-only transaction; `command` is what needs the database, for the message. */
export async function loadHistory(context: Context, command: string): Promise<History> {
  if (context.database === null) throw fail('DATABASE_REQUIRED', { command })
  return context.database.withReadOnly(async (client) => {
    const server = await readServerFacts(client)
    const tables = placedTables(context.settings, server)
    const entries = await readEntries(client, tables)
    const lock = await readLock(client, tables)
    return { entries: entries ?? [], tableExists: entries !== null, server, lock, room: await readRoom(client, tables) }
  })
}

/** What the server says of itself; `command` is what needs it, for the message. */
export async function loadServer(context: Context, command: string): Promise<ServerFacts> {
  if (context.database === null) throw fail('DATABASE_REQUIRED', { command })
  return context.database.withReadOnly(readServerFacts)
}

/** The Liquibase tables of this run, on this server. */
export function placedTables(settings: Settings, server: ServerFacts): PlacedTables {
  return { ...settings.tables, schema: tablesSchema(settings, server) }
}

/** The history table's name, for messages. */
export function historyTable(settings: Settings, server: ServerFacts): string {
  return `${tablesSchema(settings, server)}.${settings.tables.changelog}`
}

/** The lock table's name, for messages. */
export function lockTable(settings: Settings, server: ServerFacts): string {
  return `${tablesSchema(settings, server)}.${settings.tables.lock}`
}

/** Where the Liquibase tables are: the setting, else where unqualified names go. */
export function tablesSchema(settings: Settings, server: ServerFacts | null): string {
  return settings.tables.schema ?? settings.defaultSchema ?? server?.defaultSchema ?? 'public'
}
