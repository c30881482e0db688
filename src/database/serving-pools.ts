import type { DatabaseOptions } from './open-database.ts'

/** What a server is told about its statements, in milliseconds. */
export interface ServingLimits {
  readonly statementTimeoutMs: number
  readonly buildTimeoutMs: number
}

export type Purpose = 'requests' | 'probes' | 'dumps'

const PROBE_MS = 4_000
const LOCK_MS = 10_000

/**
 * How a server connects to a database that it packages: it never writes there, and each purpose has connections of its
 * own, so that builds cannot take those by which health is told. A package's reading transaction rests while the package
 * is rendered: it may be idle as long as a build may last.
 */
export function servingPool(purpose: Purpose, { statementTimeoutMs, buildTimeoutMs }: ServingLimits): DatabaseOptions {
  const applicationName = 'dvm serve'
  switch (purpose) {
    case 'requests': {
      const session = { statementMs: statementTimeoutMs, lockMs: LOCK_MS, idleInTransactionMs: buildTimeoutMs }
      return { applicationName, poolSize: 8, patience: 10_000, session: { ...session, readOnly: true } }
    }
    case 'probes': {
      const session = { statementMs: PROBE_MS, lockMs: PROBE_MS, idleInTransactionMs: PROBE_MS, readOnly: true }
      return { applicationName: `${applicationName}: health`, poolSize: 2, patience: PROBE_MS, session }
    }
    case 'dumps': {
      const session = { statementMs: buildTimeoutMs, lockMs: LOCK_MS, idleInTransactionMs: buildTimeoutMs }
      const options = { applicationName: `${applicationName}: dump`, poolSize: 3, patience: 30_000 }
      return { ...options, session: { ...session, readOnly: true } }
    }
    default:
      return purpose satisfies never
  }
}
