import type { Database } from '../database/database.ts'
import { type DatabaseOptions, openDatabase } from '../database/open-database.ts'
import type { Clock } from '../kit/clock.ts'
import type { Log } from '../kit/log.ts'
import type { DatabaseTarget } from '../model/settings.ts'
import type { Manager } from './manager.ts'
import { migrateManager, requireMigrated } from './migrate-manager.ts'

export interface ManagerRequest {
  readonly database: DatabaseTarget
  /** Whether our own tables are brought up to date; where not, they have to be. */
  readonly migrate: boolean
  readonly stateDir: string
  readonly clock: Clock
  readonly log: Log
}

export interface OpenManager {
  readonly manager: Manager
  /** Whether the tables can be read now; asked on connections of its own. Never fails. */
  readonly isReady: () => Promise<boolean>
  close(): Promise<void>
}

/** Our own statements are short: what takes longer hangs. */
const SESSION = { statementMs: 15_000, lockMs: 10_000, idleInTransactionMs: 30_000, readOnly: false }
const REQUESTS: DatabaseOptions = { applicationName: 'dvm', poolSize: 10, patience: 5_000, session: SESSION }
const PROBE_MS = 4_000
const PROBES: DatabaseOptions = {
  applicationName: 'dvm: health',
  poolSize: 1,
  patience: PROBE_MS,
  session: { statementMs: PROBE_MS, lockMs: PROBE_MS, idleInTransactionMs: PROBE_MS, readOnly: true },
}

/**
 * Opens the product's own tables, after they were brought up to date or found to be. Fails with MANAGER_OUTDATED,
 * MANAGER_NOT_MIGRATED and DATABASE_*; nothing is left open then.
 */
export async function openManager(request: ManagerRequest): Promise<OpenManager> {
  const { database: target, clock, log } = request
  await prepare(request)
  const database = openDatabase(target, REQUESTS)
  const probes = openDatabase(target, PROBES)
  return {
    manager: { database, clock, log },
    isReady: () => answers(probes, log),
    close: async () => {
      await Promise.all([database.close(), probes.close()])
    },
  }
}

/** Migrations have no time limit, and one connection that is gone when they are done. */
async function prepare({ database: target, migrate, stateDir, clock, log }: ManagerRequest): Promise<void> {
  const database = openDatabase(target, { applicationName: 'dvm: migration', poolSize: 2 })
  try {
    await (migrate ? migrateManager : requireMigrated)({ database, stateDir, clock, log })
  } finally {
    await database.close()
  }
}

async function answers(probes: Database, log: Log): Promise<boolean> {
  try {
    await probes.withClient((client) => client.query('SELECT FROM dvm.audit_event LIMIT 1'))
    return true
  } catch (error) {
    log.warn("the manager's own tables cannot be read", { reason: error instanceof Error ? error.message : 'unknown' })
    return false
  }
}
