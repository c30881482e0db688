import { throwIfAny } from '../errors/dvm-error.ts'
import type { Warning } from '../model/changelog.ts'
import { isLoopback, type ServerSettings, USUAL_SERVER } from '../model/server-settings.ts'
import { readOpenId } from './read-open-id.ts'
import { readOwnDatabase, readRegisteredTargets } from './read-registered-targets.ts'
import {
  readAllowedHosts,
  readDuration,
  readPublicUrl,
  readSwitch,
  readTls,
  readTrustProxy,
} from './read-server-values.ts'
import { readText, readWholeNumber } from './read-values.ts'
import { findSetting, openScene, reject, type Scene } from './scene.ts'
import type { SettingsInput } from './settings-input.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE
/** Long enough for balancers that ask every second or two. */
const REMOTE_DRAIN_MS = 5 * SECOND
const HIGHEST_PORT = 65_535

export interface ServerReading {
  readonly server: ServerSettings
  readonly warnings: readonly Warning[]
}

type Readers = { readonly [Key in keyof ServerSettings]: (scene: Scene) => ServerSettings[Key] }

const readers: Readers = {
  host: readHost,
  port: (scene) => readWholeNumber(scene, 'port', { min: 0, max: HIGHEST_PORT }),
  deploy: (scene) => !readSwitch(scene, 'noDeploy'),
  signIn: readSignIn,
  openId: (scene) => readOpenId(scene, readHost(scene)),
  manager: (scene) => ({ database: readManager(scene), migrate: !readSwitch(scene, 'noMigrate') }),
  targets: readRegisteredTargets,
  publicUrl: readPublicUrl,
  allowedHosts: readAllowedHosts,
  trustProxy: readTrustProxy,
  tls: readTls,
  session: readSession,
  retention: (scene) => ({
    jobDays: readWholeNumber(scene, 'jobRetention', { min: 1, max: 3_650 }) ?? USUAL_SERVER.retention.jobDays,
    auditDays: readWholeNumber(scene, 'auditRetention', { min: 30, max: 36_500 }) ?? USUAL_SERVER.retention.auditDays,
  }),
  requestsPerMinute: (scene) =>
    readWholeNumber(scene, 'rateLimit', { min: 1, max: 1_000_000 }) ?? USUAL_SERVER.requestsPerMinute,
  buildTimeoutMs: (scene) =>
    readDuration(scene, 'buildTimeout', { min: SECOND, max: DAY }) ?? USUAL_SERVER.buildTimeoutMs,
  statementTimeoutMs: (scene) =>
    readDuration(scene, 'statementTimeout', { min: SECOND, max: DAY }) ?? USUAL_SERVER.statementTimeoutMs,
  drainDelayMs: (scene) =>
    readDuration(scene, 'drainDelay', { min: 0, max: 5 * MINUTE }) ??
    (isLoopback(readText(scene, 'host') ?? USUAL_SERVER.host) ? 0 : REMOTE_DRAIN_MS),
}

/**
 * The only way to `ServerSettings`: flags before environment. Fails with one DvmError that carries every
 * SETTING_INVALID; no message quotes a URL.
 */
export function readServerSettings(input: SettingsInput): ServerReading {
  const scene = openScene(input)
  // What the scene has complained of so far is the defaults file, which whoever reads the ordinary settings tells.
  const before = { complaints: scene.complaints.length, warnings: scene.warnings.length }
  const server: ServerSettings = {
    host: readers.host(scene),
    port: readers.port(scene),
    deploy: readers.deploy(scene),
    signIn: readers.signIn(scene),
    openId: readers.openId(scene),
    manager: readers.manager(scene),
    targets: readers.targets(scene),
    publicUrl: readers.publicUrl(scene),
    allowedHosts: readers.allowedHosts(scene),
    trustProxy: readers.trustProxy(scene),
    tls: readers.tls(scene),
    session: readers.session(scene),
    retention: readers.retention(scene),
    requestsPerMinute: readers.requestsPerMinute(scene),
    buildTimeoutMs: readers.buildTimeoutMs(scene),
    statementTimeoutMs: readers.statementTimeoutMs(scene),
    drainDelayMs: readers.drainDelayMs(scene),
  }
  throwIfAny(scene.complaints.slice(before.complaints))
  return { server, warnings: scene.warnings.slice(before.warnings) }
}

/** What must never be shown: to be handed to `redact`. */
export function serverSecretsOf({ manager, targets, openId }: ServerSettings): readonly string[] {
  const databases = [manager.database, ...targets.map(({ database }) => database)]
  return [
    ...databases.flatMap((database) => database?.password || []),
    ...(openId?.clientSecret ? [openId.clientSecret] : []),
  ]
}

function readHost(scene: Scene): string {
  const given = readText(scene, 'host')
  // As URLs have it; listening takes it without.
  return given?.replace(/^\[(.*)\]$/, '$1') ?? USUAL_SERVER.host
}

function readManager(scene: Scene): ServerSettings['manager']['database'] {
  const url = findSetting(scene, 'managerUrl')
  if (url === null) return null
  return readOwnDatabase(scene, 'managerUrl', url) ?? null
}

/** A server that asks nobody who he is must not be in anybody's reach, neither directly nor by a proxy. */
function readSignIn(scene: Scene): boolean {
  if (!readSwitch(scene, 'insecureNoAuth')) return true
  const from = findSetting(scene, 'insecureNoAuth')?.from ?? 'the command line'
  const host = readHost(scene)
  if (!isLoopback(host)) {
    reject(scene, 'insecureNoAuth', from, `it is for loopback addresses only, and --host is ${host}`)
  }
  for (const name of ['publicUrl', 'trustProxy'] as const) {
    if (findSetting(scene, name) === null) continue
    const flag = name === 'publicUrl' ? '--public-url' : '--trust-proxy'
    reject(scene, 'insecureNoAuth', from, `it cannot go with ${flag}: others would reach a server without sign-in`)
  }
  return false
}

function readSession(scene: Scene): ServerSettings['session'] {
  const range = { min: MINUTE, max: 90 * DAY }
  const idleMs = readDuration(scene, 'sessionIdle', range) ?? USUAL_SERVER.session.idleMs
  const absoluteMs = readDuration(scene, 'sessionAbsolute', range) ?? USUAL_SERVER.session.absoluteMs
  if (idleMs > absoluteMs) {
    const name = findSetting(scene, 'sessionIdle') === null ? 'sessionAbsolute' : 'sessionIdle'
    reject(scene, name, findSetting(scene, name)?.from ?? '', 'a session cannot rest longer than it may last')
  }
  return { idleMs, absoluteMs }
}
