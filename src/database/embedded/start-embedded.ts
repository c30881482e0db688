import { mkdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { DvmError, fail } from '../../errors/dvm-error.ts'
import type { Log } from '../../kit/log.ts'
import type { DatabaseTarget } from '../../model/settings.ts'
import { chooseServer, type ServerInstallation } from './choose-server.ts'
import { ensureCluster, readPassword, SUPERUSER } from './ensure-cluster.ts'
import { ensureDatabase } from './ensure-database.ts'
import { type StartedServer, startOrJoin } from './start-or-join.ts'
import { superviseServer } from './supervise-server.ts'

export interface EmbeddedServer {
  readonly target: DatabaseTarget
  /** Ends the server, unless it was another process that started it. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** Server settings on top of our own, e.g. `fsync: 'off'` for tests. */
  readonly settings?: Readonly<Record<string, string>>
  /** False spares the syncs of a new cluster: for clusters that nobody keeps. */
  readonly sync?: boolean
  /** Default: any free one. */
  readonly port?: number
}

const DATABASE = 'dvm'

/**
 * Runs a private PostgreSQL on loopback, its data under `<stateDir>/postgres`, its password (scram) in a file there. It
 * ends with this process, also by kill -9, and is started again should it be killed itself. Where another process
 * already runs it, that server is used. Fails with EMBEDDED_UNAVAILABLE or EMBEDDED_FAILED.
 */
export async function startEmbedded(
  stateDir: string,
  log: Log,
  options: EmbeddedOptions = {},
): Promise<EmbeddedServer> {
  try {
    mkdirSync(stateDir, { recursive: true })
    const installation = await chooseServer(stateDir, log)
    await ensureCluster(installation, options.sync ?? true)
    const { started, target } = await startReachable(installation, options.settings ?? {}, options.port ?? null)
    if (started.server === null) {
      log.info('using the embedded PostgreSQL that another process runs', { port: started.port })
      return { target, stop: async () => undefined }
    }
    log.info('embedded PostgreSQL runs', {
      port: started.port,
      version: installation.major,
      data: installation.dataDir,
    })
    return { target, stop: superviseServer(started.server, installation, options.settings ?? {}, log) }
  } catch (cause) {
    if (cause instanceof DvmError) throw cause
    throw fail('EMBEDDED_FAILED', { detail: (cause as Error).message }, null, { cause })
  }
}

interface Reachable {
  readonly started: StartedServer
  readonly target: DatabaseTarget
}

/** A server found running may be one that is just going, because its own parent was killed: then it is our turn. */
async function startReachable(
  installation: ServerInstallation,
  settings: Readonly<Record<string, string>>,
  port: number | null,
): Promise<Reachable> {
  for (let triesLeft = 5; ; triesLeft--) {
    const started = await startOrJoin(installation, settings, port)
    const target = targetOn(started.port, readPassword(installation.dataDir))
    try {
      await ensureDatabase(target)
      return { started, target }
    } catch (cause) {
      await started.server?.stop()
      if (started.server !== null || triesLeft === 0) throw cause
      await sleep(200)
    }
  }
}

function targetOn(port: number, password: string): DatabaseTarget {
  return { host: '127.0.0.1', port, database: DATABASE, user: SUPERUSER, password, ssl: false, parameters: {} }
}
