import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { compose } from './compose.ts'
import { startEmbedded } from './database/embedded/start-embedded.ts'
import { createApp } from './http/app.ts'
import { LOOPBACK_HOSTS } from './http/guard/allowed-hosts.ts'
import { drain, listen } from './http/listen.ts'
import { systemClock } from './kit/clock.ts'
import { jsonLog } from './kit/json-log.ts'
import type { Log } from './kit/log.ts'
import type { Settings } from './model/settings.ts'
import { productRoot } from './storage/product-root.ts'
import { sweepStaging } from './storage/staging.ts'
import { createBuildMeter } from './task/build-meter.ts'
import { checkHealth } from './task/check-health.ts'
import type { Context } from './task/context.ts'
import { findVersion } from './task/find-version.ts'
import { listVersions } from './task/list-versions.ts'
import { stagePackage } from './task/stage-package.ts'
import { summarizeHistory } from './task/summarize-history.ts'
import { update } from './task/update.ts'
import { validate } from './task/validate.ts'

const DEFAULT_PORT = 8080
const DEFAULT_TARGET = 'default'
const DRAIN_MS = 10_000
/** Root of our own changelog, below the folder the product is installed in. */
const OWN_CHANGELOG = 'changelog/changelog.xml'
const SIGNALS = ['SIGTERM', 'SIGINT'] as const
const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1'])

export interface ServeOptions {
  readonly host: string
  /** `null`: 8080, or the next free port. 0: any free port. A number that is taken fails with PORT_TAKEN. */
  readonly port: number | null
  /** Applies what the database lacks before the first request is taken. */
  readonly deploy: boolean
  /** Default: JSON lines on standard error. */
  readonly log?: Log
  /** Folder of the built browser client; default: dist/web of the product. */
  readonly page?: string
}

export interface RunningServer {
  readonly url: string
  /** Drains, then stops what was started. Safe to call twice. */
  close(): Promise<void>
  /** Settles when the server has closed, by `close` or by a signal. */
  readonly closed: Promise<void>
}

/**
 * Runs the server until `close`, SIGTERM or SIGINT. Without a database in the settings it starts the embedded one, and
 * without a changelog it takes the product's own. Fails with the codes of `startEmbedded`, `update` and PORT_TAKEN;
 * everything started by then is stopped again.
 */
export async function serve(settings: Settings, options: ServeOptions): Promise<RunningServer> {
  const log = options.log ?? jsonLog((line) => process.stderr.write(line), systemClock)
  const cleanups: (() => Promise<void>)[] = []
  try {
    const context = await openContext(settings, log, cleanups)
    if (options.deploy) await deploy(context)
    return await open(context, options, cleanups)
  } catch (error) {
    await runBackwards(cleanups, log)
    throw error
  }
}

async function openContext(settings: Settings, log: Log, cleanups: (() => Promise<void>)[]): Promise<Context> {
  let complete = settings
  if (settings.database === null) {
    const embedded = await startEmbedded(settings.stateDir, log)
    cleanups.push(async () => embedded.stop())
    complete = { ...complete, database: embedded.target }
  }
  if (settings.changelog === null) {
    complete = { ...complete, changelog: OWN_CHANGELOG, searchPath: [productRoot()] }
  }
  const context = await compose(complete, { log })
  cleanups.push(async () => context.database?.close())
  const swept = await sweepStaging(settings.stateDir, context.clock.now())
  if (swept > 0) log.info('removed abandoned staging files', { files: swept })
  return context
}

async function deploy(context: Context): Promise<void> {
  const report = await update(context)
  context.log.info('deployed the changelog', { ok: report.ok, ...report.counts, milliseconds: report.milliseconds })
  if (report.failure !== null) {
    // The server starts all the same: the page and health then show what stands, which is where one looks first.
    context.log.error('the changelog is not fully deployed', { ...report.failure })
  }
}

async function open(
  context: Context,
  options: ServeOptions,
  cleanups: (() => Promise<void>)[],
): Promise<RunningServer> {
  let draining = false
  const loopback = LOOPBACK.has(options.host)
  if (!loopback) context.log.warn('listening beyond loopback: nobody has to sign in here', { host: options.host })
  const { log, sources, settings } = context
  const app = createApp({
    targets: new Map([[DEFAULT_TARGET, { name: DEFAULT_TARGET, context }]]),
    defaultTarget: DEFAULT_TARGET,
    log,
    roots: [...sources.roots, settings.stateDir],
    signIn: false,
    checkReplies: false,
    tasks: { stagePackage, checkHealth, listVersions, findVersion, summarizeHistory, validate },
    meter: createBuildMeter(),
    hosts: loopback ? LOOPBACK_HOSTS : 'any',
    page: options.page ?? join(productRoot(), 'dist', 'web'),
    isDraining: () => draining,
  })
  const orNext = options.port === null
  const server = await listen(app, { host: options.host, port: options.port ?? DEFAULT_PORT, orNext })
  cleanups.push(() => drain(server, DRAIN_MS))

  const { close, closed } = closeOnSignals(context.log, async () => {
    draining = true
    await runBackwards(cleanups, context.log)
  })
  const { port } = server.address() as AddressInfo
  const name = options.host.includes(':') ? `[${options.host}]` : options.host
  const url = `http://${name}:${port}`
  context.log.info('listening', { url })
  return { url, close, closed }
}

/** `stop` runs once, on the first `close` or signal; the process is then free to end by itself. */
function closeOnSignals(log: Log, stop: () => Promise<void>): Omit<RunningServer, 'url'> {
  let settle: () => void = () => undefined
  const closed = new Promise<void>((resolve) => {
    settle = resolve
  })
  let closing: Promise<void> | null = null
  const close = (): Promise<void> => {
    closing ??= stop().finally(() => {
      for (const signal of SIGNALS) process.removeListener(signal, onSignal)
      settle()
    })
    return closing
  }
  const onSignal = (signal: NodeJS.Signals): void => {
    log.info('closing', { signal })
    void close()
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  return { close, closed }
}

/** Last started, first stopped: requests end before the database goes. One failure does not keep the rest running. */
async function runBackwards(cleanups: (() => Promise<void>)[], log: Log): Promise<void> {
  for (let cleanup = cleanups.pop(); cleanup !== undefined; cleanup = cleanups.pop()) {
    try {
      await cleanup()
    } catch (error) {
      log.error('closing failed', { reason: error instanceof Error ? error.message : String(error) })
    }
  }
}
