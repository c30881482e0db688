import { type CleanUps, runBackwards } from './clean-ups.ts'
import type { ManagerPlace } from './cli/parts.ts'
import { hasCluster } from './database/embedded/has-cluster.ts'
import { fail } from './errors/dvm-error.ts'
import type { Log } from './kit/log.ts'
import { USUAL_SERVER } from './model/server-settings.ts'
import { embeddedOnce, openOwnDatabase } from './open-own-database.ts'
import type { Manager } from './task/manager.ts'

/**
 * Lends a command the tables that a server has, beside a server that runs. Fails with SETTING_MISSING where it could only
 * mean a private PostgreSQL that never was, and as `openManager`.
 */
export async function withOwnTables<T>(
  { database, stateDir, migrate }: ManagerPlace,
  log: Log,
  use: (manager: Manager) => Promise<T>,
): Promise<T> {
  if (database === null && !hasCluster(stateDir)) {
    const detail = `no server has run with the state folder ${stateDir}; name the database of the one you mean`
    throw fail('SETTING_MISSING', { setting: '--manager-url', detail })
  }
  const cleanUps: CleanUps = []
  try {
    const server = { ...USUAL_SERVER, manager: { database, migrate } }
    const own = await openOwnDatabase(stateDir, server, embeddedOnce(stateDir, log, cleanUps), log)
    cleanUps.push(() => own.close())
    return await use(own.manager)
  } finally {
    await runBackwards(cleanUps, log)
  }
}
