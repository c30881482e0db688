import { DvmError, fail } from '../errors/dvm-error.ts'
import { redact } from '../kit/redact.ts'
import type { DatabaseTarget } from '../model/settings.ts'
import { describeTarget } from './describe-target.ts'

/** The fields of a server's ErrorResponse that messages use (PostgreSQL manual, "Error and Notice Message Fields"). */
interface ServerError extends Error {
  readonly code?: string
  readonly detail?: string
  readonly hint?: string
  readonly where?: string
}

/** SQLSTATEs that mean "not now" while connecting: starting up, shutting down, crashed. */
const NOT_NOW = new Set(['57P01', '57P02', '57P03'])
/** The connection broke, or the server ended it: no statement was at fault. */
const BROKEN = /^(08...|57P0[1-4]|E[A-Z]+)$/
/** statement_timeout, idle_in_transaction_session_timeout, transaction_timeout. */
const TOO_LONG = new Set(['57014', '25P03', '25P04'])
/** lock_timeout; out of memory, disk or connections. */
const BUSY = /^(55P03|53...)$/
const NO_ANSWER = 'Query read timeout'
/** too_many_connections */
const TOO_MANY = '53300'
const NONE_FREE = 'timeout exceeded when trying to connect'

/**
 * A failed statement as DATABASE_QUERY_FAILED; a connection that broke under it as DATABASE_UNREACHABLE. Where the
 * session has limits of ours (`limited`), what they end is DATABASE_TIMEOUT or DATABASE_BUSY.
 */
export function toQueryError(cause: unknown, target: DatabaseTarget, limited = false): DvmError {
  if (cause instanceof DvmError) return cause
  const error = cause as ServerError
  const reason = clean(error.message, target)
  const state = error.code ?? ''
  if (BROKEN.test(state) || /^Connection terminated|not queryable$/.test(error.message)) {
    return fail('DATABASE_UNREACHABLE', { target: describeTarget(target), reason }, null, { cause })
  }
  if (limited && (TOO_LONG.has(state) || error.message === NO_ANSWER)) {
    return fail('DATABASE_TIMEOUT', { target: describeTarget(target), reason }, null, { cause })
  }
  if (limited && BUSY.test(state))
    return fail('DATABASE_BUSY', { target: describeTarget(target), reason }, null, { cause })
  const detail = [labelled('DETAIL', error.detail), labelled('HINT', error.hint), labelled('WHERE', error.where)]
    .filter((line) => line !== null)
    .join('\n')
  return fail('DATABASE_QUERY_FAILED', { sqlstate: state || 'no SQLSTATE', reason }, null, {
    cause,
    ...(detail === '' ? {} : { detail: clean(detail, target) }),
  })
}

/**
 * A failed connection: DATABASE_REFUSED where a server answered and said no, DATABASE_UNREACHABLE where none could,
 * DATABASE_BUSY where all connections of the pool are lent, or all that the server has.
 */
export function toConnectError(cause: unknown, target: DatabaseTarget): DvmError {
  if (cause instanceof DvmError) return cause
  // A host name with several addresses fails with one error for each.
  const first = cause instanceof AggregateError ? (cause.errors[0] as unknown) : cause
  const error = first as ServerError
  const state = error.code ?? ''
  const answered = (/^[0-9A-Z]{5}$/.test(state) && !NOT_NOW.has(state)) || error.message.startsWith('SASL:')
  const facts = { target: describeTarget(target), reason: clean(error.message, target) }
  if (error.message === NONE_FREE) {
    return fail('DATABASE_BUSY', { ...facts, reason: 'no connection was free in time' }, null, { cause })
  }
  if (state === TOO_MANY) return fail('DATABASE_BUSY', facts, null, { cause })
  return fail(answered ? 'DATABASE_REFUSED' : 'DATABASE_UNREACHABLE', facts, null, { cause })
}

function labelled(label: string, text: string | undefined): string | null {
  return text === undefined || text === '' ? null : `${label}: ${text}`
}

function clean(text: string, target: DatabaseTarget): string {
  return redact(text, target.password === null ? [] : [target.password])
}
