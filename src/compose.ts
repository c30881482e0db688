import { openDatabase } from './database/open-database.ts'
import { systemClock } from './kit/clock.ts'
import { silentLog } from './kit/log.ts'
import type { Settings } from './model/settings.ts'
import { openSourceStorage } from './storage/open-source-storage.ts'
import type { Context } from './task/context.ts'

/** Parts that stand in for the usual ones: a server's log, a test's clock, a database that is open already. */
export type Overrides = Partial<Omit<Context, 'settings'>>

/**
 * Joins the parts a task may use; nothing else joins them. Whoever composes closes `database`. Nothing is connected
 * yet: the first query does that.
 */
export async function compose(settings: Settings, overrides: Overrides = {}): Promise<Context> {
  const { database } = settings
  return {
    settings,
    sources: overrides.sources ?? openSourceStorage(settings.searchPath, settings.duplicateFiles),
    database: overrides.database !== undefined ? overrides.database : database === null ? null : openDatabase(database),
    clock: overrides.clock ?? systemClock,
    log: overrides.log ?? silentLog,
  }
}
