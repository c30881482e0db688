import { CannotRender } from '../data-type/cannot-render.ts'
import { dateKind, dumpedDate } from '../data-type/date-value.ts'
import { javaNumber } from '../data-type/java-number.ts'
import { parseDataType } from '../data-type/parse-data-type.ts'
import { javaText, quoted, type SqlValue } from '../data-type/sql-value.ts'
import type { TypeKind } from '../data-type/type-names.ts'

/**
 * What Liquibase binds to a parameter, as a literal of the type that PostgreSQL's driver gives it: text is varchar, a whole
 * number int8, any other number float8 (which costs a numeric its further digits), dates have the column's own type.
 * Neither the word NULL nor NOW() mean anything here. Rule: ExecutablePreparedStatementBase.applyColumnParameter.
 */
export function boundLiteral(value: SqlValue | null, type: string | null): string {
  if (value === null) return nullOf(type)
  switch (value.kind) {
    case 'text':
      return textOf(value.text, type?.toLowerCase() ?? '')
    case 'boolean':
      return value.value ? 'TRUE' : 'FALSE'
    case 'number':
      return boundNumber(value.text)
    case 'date':
      return dateOf(value.date)
    default:
      // Functions stand in the statement itself; Liquibase writes a sequence without its call there, which fails.
      return javaText(value)
  }
}

/** A number, as it is bound. */
export function boundNumber(text: string): string {
  const number = javaNumber(text) ?? text
  return /^-?\d+$/.test(number) ? cast(number, 'int8') : cast(number, 'float8')
}

function textOf(text: string, type: string): string {
  if (type === 'uuid') return cast(uuidOf(text), 'uuid')
  return type === 'other' ? quoted(text) : cast(text, 'varchar')
}

/** Java lets each part be shorter than it is. */
function uuidOf(text: string): string {
  const widths = [8, 4, 4, 4, 12]
  const parts = text.split('-')
  const whole =
    parts.length === 5 && parts.every((part, at) => /^[0-9a-f]+$/i.test(part) && part.length <= (widths[at] ?? 0))
  if (!whole) throw new CannotRender(`${text} is not a uuid`)
  return parts.map((part, at) => part.padStart(widths[at] ?? 0, '0')).join('-')
}

function dateOf(date: string): string {
  const iso = dumpedDate(date)
  return quoted(dateKind(date) === 'moment' ? iso.slice(0, 10) : iso.replace('T', ' '))
}

const nullTypes: { readonly [K in TypeKind]?: string } = {
  bigint: 'int8',
  blob: 'oid',
  boolean: 'bool',
  char: 'bpchar',
  clob: 'varchar',
  date: 'date',
  decimal: 'numeric',
  double: 'float8',
  float: 'float8',
  int: 'int4',
  number: 'numeric',
  smallint: 'int2',
  tinyint: 'int2',
  varchar: 'varchar',
  xml: 'xml',
}

/** Also a null has a type where one is named, and fails in a column that does not take it. */
function nullOf(type: string | null): string {
  if (type === null || type.toLowerCase().includes('datetime')) return 'NULL'
  const bound = nullTypes[parseDataType(type).kind]
  return bound === undefined ? 'NULL' : `NULL::pg_catalog.${bound}`
}

function cast(text: string, type: string): string {
  return `${quoted(text)}::pg_catalog.${type}`
}
