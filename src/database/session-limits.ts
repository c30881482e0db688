/** What holds for every statement of a connection; 0 milliseconds: no limit. */
export interface SessionLimits {
  readonly statementMs: number
  readonly lockMs: number
  /** How long a transaction may do nothing: it holds back vacuum, and a connection of the pool. */
  readonly idleInTransactionMs: number
  /** Whether transactions write nothing unless they say so. */
  readonly readOnly: boolean
}

/** The server ends a statement by itself; what it says still has to arrive. */
const GRACE_MS = 5_000

/** The limits as start-up options: they hold from the first statement, and cost none. */
export function limitOptions(limits: SessionLimits | undefined): readonly string[] {
  if (limits === undefined) return []
  return [
    `-c statement_timeout=${limits.statementMs}`,
    `-c lock_timeout=${limits.lockMs}`,
    `-c idle_in_transaction_session_timeout=${limits.idleInTransactionMs}`,
    `-c default_transaction_read_only=${limits.readOnly ? 'on' : 'off'}`,
  ]
}

/** A server that does not answer at all (stopped, cut off) ends no statement: then the driver does. */
export function answerTimeout(limits: SessionLimits | undefined): { readonly query_timeout?: number } {
  return limits === undefined || limits.statementMs === 0 ? {} : { query_timeout: limits.statementMs + GRACE_MS }
}
