import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type CleanUps, runBackwards } from './clean-ups.ts'
import { type Closing, closeOnSignals } from './close-on-signals.ts'
import { composeApp, type Opened } from './compose-app.ts'
import { deployTargets, openTarget, registeredTargets } from './compose-targets.ts'
import { createApp } from './http/app.ts'
import type { AppParts, Target } from './http/app-parts.ts'
import { createDraining, type Draining, drain } from './http/drain.ts'
import { listen, renewTls, type TlsMaterial } from './http/listen.ts'
import { systemClock } from './kit/clock.ts'
import { jsonLog } from './kit/json-log.ts'
import type { Log } from './kit/log.ts'
import { keepSecret } from './kit/redact.ts'
import { type ServerSettings, type TlsFiles, USUAL_SERVER } from './model/server-settings.ts'
import type { Settings } from './model/settings.ts'
import { embeddedOnce, openOwnDatabase } from './open-own-database.ts'
import { serverSecretsOf } from './settings/read-server-settings.ts'
import { secretsOf } from './settings/read-settings.ts'
import { productRoot } from './storage/product-root.ts'
import { readNamedFile } from './storage/read-named-file.ts'
import { sweepStaging } from './storage/staging.ts'
import { openSetup } from './task/open-setup.ts'
import { warnOfExposure } from './warn-of-exposure.ts'

const DEFAULT_PORT = 8080
/** How long running requests may take once no new ones are taken; orchestrators kill after half a minute. */
const PATIENCE_MS = 20_000
/** Beyond a build's own limit, which is to speak first. */
const SILENCE_GRACE_MS = 30_000

/** What differs from the usual settings; `log` and `page` are for tests. */
export interface ServeOptions extends Partial<ServerSettings> {
  /** Default: JSON lines on standard error. */
  readonly log?: Log
  /** Folder of the built browser client; default: dist/web of the product. */
  readonly page?: string
}

export interface RunningServer extends Closing {
  /** What people call it by. */
  readonly url: string
  /** Reads the certificate again; a server without one closes, as any program does whose terminal goes. */
  hangUp(): void
}

/**
 * Runs the server until `close`, SIGTERM or SIGINT; `close` drains, then stops what was started. What the settings name
 * no database for is in a private PostgreSQL, and without a changelog the product's own is deployed. Fails with the codes
 * of `startEmbedded`, `openManager` and `update`, and PORT_TAKEN; everything started by then is stopped again.
 */
export async function serve(settings: Settings, options: ServeOptions): Promise<RunningServer> {
  const log = options.log ?? jsonLog((line) => process.stderr.write(line), systemClock)
  const server: ServerSettings = { ...USUAL_SERVER, ...options }
  const page = options.page ?? join(productRoot(), 'dist', 'web')
  keepSecret(...secretsOf(settings), ...serverSecretsOf(server))
  const draining = createDraining()
  const cleanUps: CleanUps = []
  try {
    const tls = server.tls === null ? null : readTls(server.tls)
    const embedded = embeddedOnce(settings.stateDir, log, cleanUps)
    const own = await openOwnDatabase(settings.stateDir, server, embedded, log)
    cleanUps.push(() => own.close())
    const targets: Target[] = []
    for (const each of await registeredTargets(settings, server, embedded)) {
      targets.push(await openTarget(each, server, log, cleanUps))
    }
    const swept = await sweepStaging(settings.stateDir, systemClock.now())
    if (swept > 0) log.info('removed abandoned staging files', { files: swept })
    if (server.deploy) await deployTargets(targets, log)
    const { isDraining } = draining
    const opened = { server, log, page, own, targets, isDraining, cleanUps }
    return await open(opened, await composeApp(opened), draining, tls)
  } catch (error) {
    await runBackwards(cleanUps, log)
    throw error
  }
}

async function open(
  { server, log, cleanUps }: Opened,
  parts: AppParts,
  draining: Draining,
  tls: TlsMaterial | null,
): Promise<RunningServer> {
  warnOfExposure(server, log)
  const address = { host: server.host, port: server.port ?? DEFAULT_PORT, orNext: server.port === null }
  const listener = await listen(draining.wrap(createApp(parts)), address, {
    tls,
    behindProxy: server.trustProxy !== false,
    silenceMs: server.buildTimeoutMs + SILENCE_GRACE_MS,
  })
  cleanUps.push(() => drain(listener, { delay: server.drainDelayMs, end: PATIENCE_MS }))
  const { close, closed } = closeOnSignals(log, async () => {
    draining.begin()
    // Beside the requests, not behind them: both have the same patience.
    void parts.jobs.drain(server.drainDelayMs + PATIENCE_MS)
    await runBackwards(cleanUps, log)
  })
  const { port } = listener.address() as AddressInfo
  const url = server.publicUrl ?? ownUrl(server, port)
  log.info('listening', { url })
  if (server.signIn) await tellSetupLink(parts, url)
  const renew = (files: TlsFiles): void => {
    try {
      renewTls(listener, readTls(files))
      log.info('read the certificate again')
    } catch (error) {
      log.error('the certificate cannot be read again; the one before stays', {
        reason: error instanceof Error ? error.message : String(error),
      })
    }
  }
  const hangUp = (): void => {
    if (server.tls === null) void close()
    else renew(server.tls)
  }
  return { url, close, closed, hangUp }
}

/** The first administrator comes by this link; there is none any more once there is one. */
async function tellSetupLink({ manager, log }: AppParts, url: string): Promise<void> {
  const code = await openSetup(manager)
  if (code === null) return
  log.warn('there is no administrator yet: this link, good once, makes the first', {
    link: `${url}/#setup=${code}`,
  })
}

function readTls({ certificate, key }: TlsFiles): TlsMaterial {
  return { cert: readNamedFile(certificate, '/'), key: readNamedFile(key, '/') }
}

function ownUrl({ host, tls }: ServerSettings, port: number): string {
  return `${tls === null ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
