import type { Client } from '../database/database.ts'
import { withChangelogLock } from '../database/with-changelog-lock.ts'
import { fail } from '../errors/dvm-error.ts'
import { createTables } from '../history/create-tables.ts'
import { formatHolder, type ServerFacts } from '../model/history.ts'
import type { OnProgress } from '../model/report.ts'
import type { PlacedTables } from '../model/settings.ts'
import type { Context } from './context.ts'
import { placedTables } from './read-history.ts'

/** What every command that writes the history may be told. */
export interface HistoryRequest {
  /** Takes the same path, and everything is undone at its end. */
  readonly dryRun?: boolean
  /** Told once, where somebody holds the lock and it is waited for. */
  readonly onWait?: (message: string) => void
  readonly onProgress?: OnProgress
}

export interface LockedHistory {
  readonly client: Client
  readonly tables: PlacedTables
}

/**
 * Lends the history in one transaction under the changelog lock, its tables made where they are missing. Waits as long as
 * `--lock-wait` says, then fails with LOCK_HELD; what fails leaves nothing behind, neither rows nor tables nor a lock.
 */
export async function withLockedHistory<T>(
  context: Context,
  server: ServerFacts,
  { dryRun, onWait }: HistoryRequest,
  use: (history: LockedHistory) => Promise<T>,
): Promise<T> {
  const { database, settings } = context
  if (database === null) throw fail('DATABASE_REQUIRED', { command: 'a command that writes the history' })
  const tables = placedTables(settings, server)
  return withChangelogLock(
    database,
    tables,
    {
      wait: settings.package.lockWait,
      prepare: (client) => createTables(client, tables),
      onWait: (holder) => onWait?.(`waiting for the changelog lock, held by ${formatHolder(holder)}`),
      trial: dryRun === true,
    },
    (client) => use({ client, tables }),
  )
}
