import type { Pool, PoolClient, PoolConfig, QueryResult, QueryResultRow } from 'pg'
import type { DvmError } from '../errors/dvm-error.ts'
import type { DatabaseTarget } from '../model/settings.ts'
import type { Client, Database, Notice, Query } from './database.ts'
import { describeTarget } from './describe-target.ts'
import { toConnectError, toQueryError } from './query-error.ts'
import { answerTimeout, limitOptions, type SessionLimits } from './session-limits.ts'

export interface DatabaseOptions {
  /** Shown in `pg_stat_activity`, where the target's parameters name none. */
  readonly applicationName?: string
  readonly poolSize?: number
  /** How long a loan waits for a connection, in milliseconds; then it fails with DATABASE_BUSY or DATABASE_UNREACHABLE. */
  readonly patience?: number
  /** What holds for every statement; default: what the server says. */
  readonly session?: SessionLimits
}

const CONNECT_TIMEOUT_MS = 15_000

/**
 * A database to borrow connections from. Nothing is loaded or connected before the first loan, so that commands without
 * a query do not pay for the driver. Loans fail with DATABASE_UNREACHABLE, DATABASE_REFUSED or DATABASE_BUSY, statements
 * with DATABASE_QUERY_FAILED, and under session limits with DATABASE_TIMEOUT or DATABASE_BUSY; their `cause` is the
 * driver's error.
 */
export function openDatabase(target: DatabaseTarget, options: DatabaseOptions = {}): Database {
  let opened: Promise<Pool> | null = null
  const pool = (): Promise<Pool> => {
    opened ??= openPool(target, options)
    return opened
  }
  const withClient = async <T>(use: (client: Client) => Promise<T>): Promise<T> => {
    const lent = await (await pool()).connect().catch((cause: unknown) => {
      throw toConnectError(cause, target)
    })
    return lend(lent, (cause) => toQueryError(cause, target, options.session !== undefined), use)
  }
  return {
    label: describeTarget(target),
    withClient,
    withReadOnly: (use) =>
      withClient(async (client) => {
        // One snapshot for all that is read; the connection is thrown away if `use` fails, and the transaction with it.
        await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
        const result = await use(client)
        await client.query('ROLLBACK')
        return result
      }),
    close: async () => {
      const closing = opened
      opened = null
      await (await closing)?.end()
    },
  }
}

async function openPool(target: DatabaseTarget, options: DatabaseOptions): Promise<Pool> {
  const { Pool } = await import('pg')
  const pool = new Pool(toConfig(target, options))
  // An idle connection that breaks is dropped by the pool; without a listener it would end the process.
  pool.on('error', () => undefined)
  return pool
}

function toConfig(target: DatabaseTarget, options: DatabaseOptions): PoolConfig {
  const { host, port, database, user, password, ssl, parameters } = target
  const { application_name: name, options: flags, ...rest } = parameters
  const settings = Object.entries(rest).map(([key, value]) => `-c ${key}=${value.replace(/[\\\s]/g, '\\$&')}`)
  return {
    host,
    port,
    database,
    user,
    ...(password === null ? {} : { password }),
    ssl,
    application_name: name ?? options.applicationName ?? 'dvm',
    // Of a setting that is given twice the last one counts: limits go before what a URL says.
    options: [...(flags === undefined ? [] : [flags]), ...settings, ...limitOptions(options.session)].join(' '),
    max: options.poolSize ?? 4,
    connectionTimeoutMillis: options.patience ?? CONNECT_TIMEOUT_MS,
    // A server that is gone without a word (a host that was switched off) is noticed by the system.
    keepAlive: true,
    ...answerTimeout(options.session),
    // A pool whose connections rest does not keep a command from ending.
    allowExitOnIdle: true,
  }
}

async function lend<T>(
  lent: PoolClient,
  toError: (cause: unknown) => DvmError,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const listeners: (readonly [event: 'notice' | 'notification', listener: (message: unknown) => void])[] = []
  // A connection that broke under `use`, or left a transaction open, is not given to the next borrower.
  let broken = true
  const breakage = (): void => undefined
  lent.on('error', breakage)
  const listen = (event: 'notice' | 'notification', listener: (message: unknown) => void): void => {
    listeners.push([event, listener])
    // The typings have an overload for each event.
    lent.on(event as 'notice', listener)
  }
  const client: Client = {
    query: async <Row extends QueryResultRow>(query: Query | string) => {
      try {
        return lastResult<Row>(await lent.query(toText(query), toValues(query)))
      } catch (cause) {
        throw toError(cause)
      }
    },
    onNotice: (listener) => listen('notice', (message) => listener(toNotice(message as Partial<Notice>))),
    onNotification: (listener) =>
      listen('notification', (message) => listener((message as { payload?: string }).payload ?? '')),
  }
  try {
    const result = await use(client)
    broken = lent.getTransactionStatus() !== 'I'
    return result
  } finally {
    for (const [event, listener] of listeners) lent.removeListener(event, listener)
    lent.removeListener('error', breakage)
    lent.release(broken)
  }
}

function toText(query: Query | string): string {
  return typeof query === 'string' ? query : query.text
}

function toValues(query: Query | string): unknown[] | undefined {
  return typeof query === 'string' || query.values === undefined ? undefined : [...query.values]
}

/** Several statements in one text give several results; the last is the answer. */
function lastResult<Row extends QueryResultRow>(result: unknown): QueryResult<Row> {
  return (Array.isArray(result) ? result.at(-1) : result) as QueryResult<Row>
}

function toNotice(message: Partial<Notice>): Notice {
  return {
    severity: message.severity ?? 'NOTICE',
    message: message.message ?? '',
    code: message.code ?? '',
    detail: message.detail ?? null,
    hint: message.hint ?? null,
  }
}
