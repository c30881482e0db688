import { CannotRender } from './cannot-render.ts'
import { dateKind, dateLiteral } from './date-value.ts'
import type { DataType } from './parse-data-type.ts'
import { formatNumber, javaText, type LiteralValue, quoted } from './sql-value.ts'
import type { TypeKind } from './type-names.ts'

/**
 * A value of a column of that type as SQL. Liquibase quotes by the type and not by the value: text for a number goes out
 * bare, and what is quoted for a type it does not know is not escaped. CannotRender where it stops. Rule: objectToSql of
 * each of Liquibase's types.
 */
export function literalOfType(type: DataType, value: LiteralValue): string {
  if (type.kind === 'blob') return value.kind === 'text' ? `'${value.text}'` : javaText(value)
  const text = javaText(value)
  if (type.kind === 'unknown') return `'${plain(value)}'`
  return text.toLowerCase() === 'null' ? 'null' : byKind[type.kind](value, type)
}

type Write = (value: LiteralValue, type: DataType) => string

const characters = (value: LiteralValue) => quoted(javaText(value))
const integer: Write = (value) => formatNumber(javaText(value))

const byKind: { readonly [K in Exclude<TypeKind, 'blob' | 'unknown'>]: Write } = {
  bigint: integer,
  boolean,
  char: characters,
  clob: (value) => (javaText(value).startsWith("'") ? javaText(value) : characters(value)),
  currency: plain,
  date,
  datetime: dateTime,
  decimal: plain,
  double: plain,
  float: plain,
  function: (value) => javaText(value),
  int: integer,
  mediumint: smallInteger,
  nchar: characters,
  number: plain,
  nvarchar: characters,
  smallint: smallInteger,
  time,
  timestamp: dateTime,
  tinyint: integer,
  uuid: plain,
  varchar: characters,
  xml: (value) => (value.kind === 'number' ? plain(value) : `xml ${quoted(javaText(value))}`),
}

function plain(value: LiteralValue): string {
  const text = javaText(value)
  if (text.toLowerCase() === 'null') return 'null'
  return value.kind === 'number' ? formatNumber(text) : text
}

function smallInteger(value: LiteralValue): string {
  if (value.kind === 'boolean') return value.value ? '1' : '0'
  return formatNumber(javaText(value))
}

function boolean(value: LiteralValue): string {
  switch (value.kind) {
    case 'boolean':
      return value.value ? 'TRUE' : 'FALSE'
    case 'number':
      return value.text === '1' || value.text === '1.0' ? 'TRUE' : 'FALSE'
    case 'date':
      throw new CannotRender(`the date ${value.date} is not a boolean: write true or false`)
    case 'text':
      return booleanText(value.text)
  }
}

function booleanText(text: string): string {
  const bare = text.replaceAll("'", '')
  const lower = bare.toLowerCase()
  if (lower === 'true' || lower === 't' || lower === '1') return 'TRUE'
  if (lower === 'false' || lower === 'f' || lower === '0') return 'FALSE'
  if (!/^b?([01])\1*(?:::bit|::"bit")?$/.test(bare))
    throw new CannotRender(`${text} is not a boolean: write true or false`)
  return `b'${bare.replace(/[b":it]/g, '')}'::"bit"`
}

function date(value: LiteralValue): string {
  if (javaText(value) === 'CURRENT_TIMESTAMP()') return 'NOW()'
  return value.kind === 'date' ? dateLiteral(value.date) : quotedText(value, 'date')
}

function dateTime(value: LiteralValue, type: DataType): string {
  const text = javaText(value)
  if (text.endsWith('()')) return text
  if (value.kind === 'date' && dateKind(value.date) === 'timestamp') return dateLiteral(value.date)
  return quotedText(value, type.kind)
}

function time(value: LiteralValue): string {
  return value.kind === 'date' && dateKind(value.date) === 'time' ? dateLiteral(value.date) : quotedText(value, 'time')
}

function quotedText(value: LiteralValue, type: string): string {
  if (value.kind === 'text') return quoted(value.text)
  throw new CannotRender(`Liquibase cannot take ${javaText(value)} for a ${type}: write it as text`)
}
