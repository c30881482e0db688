import { trim } from '../../kit/trim.ts'
import { beginsAsNumber } from '../data-type/java-number.ts'
import type { SqlValue } from '../data-type/sql-value.ts'
import { readIsoDate } from '../iso-date.ts'
import type { CellValue } from '../row/cell-value.ts'
import type { LoadColumn } from './load-column.ts'
import { nowExpression } from './now-expression.ts'

/** A value of a row of the file. */
export type Cell =
  | (CellValue & { readonly kind: 'value' /** It can only be bound to a parameter. */; readonly bound: boolean })
  /** For a column whose type only the target knows; `null` for what is empty and has no default. */
  | { readonly kind: 'asked'; readonly text: string | null }

/** Thrown for a value that cannot be loaded; `forgiven` where Liquibase passes over it with failOnError="false". */
export class UnloadableValue extends Error {
  readonly forgiven: boolean

  constructor(message: string, forgiven: boolean) {
    super(message)
    this.forgiven = forgiven
  }
}

/**
 * The value that text of the file stands for. Empty text is the column's default, else null, or in a column of strings
 * empty text; the word NULL is null in every column. Fails with UnloadableValue or NotADate. Rule:
 * LoadDataChange.generateStatements.
 */
export function readCell(column: LoadColumn, written: string, schemaName: string | null): Cell {
  if (column.type === 'PLAIN') return valueCell(plainText(written))
  const text = written === '' ? column.config.defaultValue : written
  if (text?.toLowerCase() === 'null') {
    const type = written === '' ? null : column.config.type
    return column.asked ? { kind: 'asked', text } : valueCell(null, type)
  }
  if (column.asked) return { kind: 'asked', text }
  const { config } = column
  switch (column.type) {
    case 'BOOLEAN':
      return booleanCell(text === null ? config.defaultValueBoolean : parseBoolean(text))
    case 'NUMERIC':
      return valueCell(parseNumber(text ?? config.defaultValueNumeric))
    case 'DATE':
    case 'DATETIME':
    case 'TIME':
      return valueCell(dateOf(column, column.type, text), config.type)
    case 'STRING':
      return valueCell({ kind: 'text', text: text ?? '' }, config.type)
    case 'COMPUTED':
      return valueCell(functionOf(text ?? config.defaultValueComputed))
    case 'SEQUENCE':
      return valueCell(sequenceOf(text, schemaName, column))
    case 'BLOB':
      return blobCell(text, config.type, column)
    case 'CLOB':
      return { ...valueCell(textOf(text)), file: text === null ? null : { kind: 'clob', path: text }, bound: true }
    case 'UUID':
    case 'OTHER':
      return valueCell(textOf(text), config.type)
    default:
      return valueCell(textOf(text))
  }
}

function valueCell(value: SqlValue | null, type: string | null = null): Extract<Cell, { kind: 'value' }> {
  return { kind: 'value', value, type, file: null, encoding: null, bound: false }
}

function booleanCell(value: boolean | null): Cell {
  return valueCell(value === null ? null : { kind: 'boolean', value })
}

function textOf(text: string | null): SqlValue | null {
  return text === null ? null : { kind: 'text', text }
}

/** Rule: LoadDataChange.getValueToWrite. */
function plainText(written: string): SqlValue {
  return { kind: 'text', text: written.toLowerCase() === 'null' ? '' : trim(written) }
}

function functionOf(text: string | null): SqlValue | null {
  return text === null ? null : { kind: 'function', text }
}

/** Rule: BooleanUtil.parseBoolean. */
export function parseBoolean(text: string): boolean {
  const value = trim(text).toLowerCase()
  if (['true', 't', 'yes', 'y', '1'].includes(value)) return true
  const number = /^[+-]?\d+$/.test(value) ? Number(value) : 0
  return number > 0 && number <= 0x7fffffff
}

/** A number, or with text that does not begin as one a function. Rule: ColumnConfig.setValueNumeric. */
export function parseNumber(text: string | null): SqlValue | null {
  if (text === null) return null
  const bare = text.startsWith('(') ? text.slice(1).replace(/\)$/, '') : text
  return beginsAsNumber(bare) ? { kind: 'number', text: bare } : { kind: 'function', text }
}

function dateOf(column: LoadColumn, type: 'DATE' | 'TIME' | 'DATETIME', text: string | null): SqlValue | null {
  if (text !== null) return parseDate(text, type)
  const date = column.config.defaultValueDate
  return date === null ? null : { kind: 'date', date }
}

/** Days that every month and every calendar has: what most files hold need not be looked at closely. */
const PLAIN_DAY = /^(?:1[6-9]|[2-9]\d)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])$/

/** A date, or with text that is none a function. Rule: ColumnConfig.setValueDate. */
export function parseDate(text: string, type: 'DATE' | 'TIME' | 'DATETIME'): SqlValue {
  if (PLAIN_DAY.test(text)) return { kind: 'date', date: text }
  const now = nowExpression(text, type)
  if (now !== null) return { kind: 'function', text: now }
  const read = readIsoDate(text)
  if (read.kind === 'broken') throw new UnloadableValue(`${text} is not a date`, false)
  return read.kind === 'date' ? { kind: 'date', date: read.date } : { kind: 'function', text }
}

function sequenceOf(name: string | null, schema: string | null, column: LoadColumn): SqlValue {
  if (name !== null) return { kind: 'sequence', call: 'nextval', schema, name }
  throw new UnloadableValue(`column ${column.name} of type SEQUENCE has neither a value nor a defaultValue`, true)
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function blobCell(text: string | null, type: string | null, column: LoadColumn): Cell {
  if (text === null) {
    throw new UnloadableValue(
      `column ${column.name} of type BLOB is empty, which Liquibase does not take: write NULL`,
      false,
    )
  }
  if (base64.test(text)) return { ...valueCell(textOf(text), type), bound: true }
  return { ...valueCell(textOf(text)), file: { kind: 'blob', path: text }, bound: true }
}
