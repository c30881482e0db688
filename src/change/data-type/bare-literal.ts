import type { SqlContext } from '../change-type.ts'
import { dateKind, dateLiteral, dumpedDate } from './date-value.ts'
import { functionSql } from './function-sql.ts'
import { formatNumber, javaText, quoted, type SqlValue } from './sql-value.ts'

/**
 * A default for a column whose type is not asked: text is quoted, `null` in any case is null. Rule:
 * DataTypeFactory.fromObject(value).objectToSql(value).
 */
export function bareLiteral(value: SqlValue, context: SqlContext): string {
  if (value.kind === 'function' || value.kind === 'sequence') {
    return javaText(value).toLowerCase() === 'null' ? 'null' : functionSql(value, context)
  }
  return javaText(value).toLowerCase() === 'null' ? 'null' : literal(value)
}

/**
 * A value as UPDATE sets it. Text that calls `to_date` or NOW() is left bare; so is any number, just as it is written.
 * Rule: UpdateGenerator.convertToString.
 */
export function assignedLiteral(value: SqlValue, context: SqlContext): string {
  if (javaText(value).toLowerCase() === 'null') return 'NULL'
  switch (value.kind) {
    case 'text':
      return looksLikeFunction(value.text) ? value.text : quoted(value.text)
    case 'number':
      return value.text
    case 'date':
      // A day of YAML is a moment for Liquibase, which it cuts back to the day here.
      return dateKind(value.date) === 'moment' ? dateLiteral(dumpedDate(value.date).slice(0, 10)) : literal(value)
    case 'boolean':
      return literal(value)
    default:
      return functionSql(value, context)
  }
}

function literal(value: Exclude<SqlValue, { kind: 'function' | 'sequence' }>): string {
  switch (value.kind) {
    case 'boolean':
      return value.value ? 'TRUE' : 'FALSE'
    case 'number':
      return formatNumber(value.text)
    case 'date':
      return dateLiteral(value.date)
    case 'text':
      return quoted(value.text)
  }
}

/** Rule: AbstractSqlGenerator.looksLikeFunctionCall. */
function looksLikeFunction(text: string): boolean {
  return text.startsWith('"SYSIBM"') || text.startsWith('to_date(') || text.toLowerCase() === 'now()'
}
