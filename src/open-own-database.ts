import type { CleanUps } from './clean-ups.ts'
import { ensureDatabase } from './database/embedded/ensure-database.ts'
import { startEmbedded } from './database/embedded/start-embedded.ts'
import { systemClock } from './kit/clock.ts'
import type { Log } from './kit/log.ts'
import type { ServerSettings } from './model/server-settings.ts'
import type { DatabaseTarget } from './model/settings.ts'
import { type OpenManager, openManager } from './task/open-manager.ts'

/** Beside the demo's database in the private PostgreSQL, never in a database that is packaged. */
const MANAGER_DATABASE = 'dvm_manager'

/** The private PostgreSQL below the state folder, started for the first that needs it. */
export function embeddedOnce(stateDir: string, log: Log, cleanUps: CleanUps): () => Promise<DatabaseTarget> {
  let started: Promise<DatabaseTarget> | null = null
  const start = async (): Promise<DatabaseTarget> => {
    const embedded = await startEmbedded(stateDir, log)
    cleanUps.push(() => embedded.stop())
    return embedded.target
  }
  return () => {
    started ??= start()
    return started
  }
}

/** Opens the product's own tables where the settings say, else in the private PostgreSQL. Fails as `openManager`. */
export async function openOwnDatabase(
  stateDir: string,
  { manager }: ServerSettings,
  embedded: () => Promise<DatabaseTarget>,
  log: Log,
): Promise<OpenManager> {
  let database = manager.database
  if (database === null) {
    database = { ...(await embedded()), database: MANAGER_DATABASE }
    await ensureDatabase(database)
  }
  return openManager({ database, migrate: manager.migrate, stateDir, clock: systemClock, log })
}
