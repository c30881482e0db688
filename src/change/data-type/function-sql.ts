import type { SqlContext } from '../change-type.ts'
import { qualifiedObjectName } from '../object-name.ts'
import type { FunctionValue } from './sql-value.ts'

/**
 * A function or sequence of a changelog as SQL: every way to say "now" becomes NOW(). Rule: generateDatabaseFunctionValue.
 */
export function functionSql(value: FunctionValue, context: SqlContext): string {
  const text = value.kind === 'function' ? value.text : value.name
  if (/^(?:current_timestamp|current_datetime)|^now\(\)$/i.test(text)) return 'NOW()'
  if (value.kind === 'function') return value.text
  // A quote in the name would end the literal: Liquibase leaves it, and the statement fails.
  return `${value.call}('${qualifiedObjectName(value.schema, value.name, context).replaceAll("'", "''")}')`
}
