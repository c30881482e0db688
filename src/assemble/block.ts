import type { TransactionMode } from '../model/package.ts'
import type { Sql } from '../model/sql.ts'
import { dollarQuoted } from '../sql/sql.ts'

/**
 * An anonymous block around PL/pgSQL. Its text stands in dollar quotes whose tag does not occur in it, so that no client
 * reads a command, a variable or the end of a statement out of a migration.
 */
export function block(body: Sql): string {
  return `DO ${dollarQuoted(`\n${body}\n`, 'dvm')};\n`
}

/** States the transaction a section needs: a client's own defaults do not matter. */
export const BEGIN = 'BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;\n'

export function beginOfTransaction(mode: TransactionMode): string {
  return mode === 'single' ? '' : BEGIN
}

export function endOfTransaction(mode: TransactionMode): string {
  return mode === 'single' ? '' : 'COMMIT;\n'
}
