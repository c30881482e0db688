import type { OpenIdSettings } from './open-id.ts'
import type { DatabaseTarget } from './settings.ts'

/** A database registered by name, with the changelog it is held against. */
export interface TargetSettings {
  readonly name: string
  readonly database: DatabaseTarget
  /** Root changelog, looked up on the search path that all targets share. */
  readonly changelog: string
}

/** PEM files, absolute. */
export interface TlsFiles {
  readonly certificate: string
  readonly key: string
}

/** Which addresses are believed when they say for whom they speak: none, so many hops, or these networks. */
export type TrustedProxies = false | number | readonly string[]

/** Trusted settings of a server. Only `settings/` makes these from what people wrote. */
export interface ServerSettings {
  readonly host: string
  /** `null`: 8080, or the next free port. 0: any free port. A number that is taken fails with PORT_TAKEN. */
  readonly port: number | null
  /** Applies what the targets' databases lack before the first request is taken. */
  readonly deploy: boolean
  /** Whether people and programs have to say who they are. False on loopback only. */
  readonly signIn: boolean
  /** The provider people may sign in at as well; `null`: by password only. */
  readonly openId: OpenIdSettings | null
  readonly manager: {
    /** Where the product's own tables are; `null`: a database of the private PostgreSQL below the state folder. */
    readonly database: DatabaseTarget | null
    /** Whether they are brought up to date at start; where not, a server that needs it does not start. */
    readonly migrate: boolean
  }
  /** Empty: one target called `default`, of the ordinary database and changelog settings. The first is the default one. */
  readonly targets: readonly TargetSettings[]
  /** Origin people call the server by, e.g. `https://dvm.example.com`; `null`: the address it listens on. */
  readonly publicUrl: string | null
  /** Further host names it answers to, without ports. */
  readonly allowedHosts: readonly string[]
  readonly trustProxy: TrustedProxies
  readonly tls: TlsFiles | null
  readonly session: { readonly idleMs: number; readonly absoluteMs: number }
  readonly retention: { readonly jobDays: number; readonly auditDays: number }
  /** Requests a minute that one identity may make. */
  readonly requestsPerMinute: number
  readonly buildTimeoutMs: number
  /** How long one statement on a target's database may take; dumps are exempt. */
  readonly statementTimeoutMs: number
  /** How long a server that is told to close goes on answering, so that balancers notice. */
  readonly drainDelayMs: number
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** What holds where nobody says otherwise. */
export const USUAL_SERVER: ServerSettings = {
  host: '127.0.0.1',
  port: null,
  deploy: true,
  signIn: true,
  openId: null,
  manager: { database: null, migrate: true },
  targets: [],
  publicUrl: null,
  allowedHosts: [],
  trustProxy: false,
  tls: null,
  session: { idleMs: 30 * MINUTE_MS, absoluteMs: 12 * HOUR_MS },
  retention: { jobDays: 7, auditDays: 365 },
  requestsPerMinute: 600,
  buildTimeoutMs: 10 * MINUTE_MS,
  statementTimeoutMs: MINUTE_MS,
  drainDelayMs: 0,
}

/** Whether people come by HTTPS, be it that a proxy speaks it. */
export function isHttps({ tls, publicUrl }: Pick<ServerSettings, 'tls' | 'publicUrl'>): boolean {
  return tls !== null || publicUrl?.startsWith('https:') === true
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1', '[::1]'])

/** Whether only this machine reaches a server that listens there. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host.toLowerCase())
}
