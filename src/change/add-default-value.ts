import { checkedRendering } from './checked-rendering.ts'
import { CannotRender } from './data-type/cannot-render.ts'
import { javaNumber } from './data-type/java-number.ts'
import { parseDataType } from './data-type/parse-data-type.ts'
import { javaText, type SqlValue } from './data-type/sql-value.ts'
import type { TypeKind } from './data-type/type-names.ts'
import { dropDefaultValue } from './drop-default-value.ts'
import { readIsoDate } from './iso-date.ts'
import { setDefault } from './set-default.ts'
import { bool, required, type Shape, text, type ValuesOf } from './shape.ts'
import { structured } from './structured.ts'

const shape = {
  catalogName: text(),
  schemaName: text(),
  tableName: required(text()),
  columnName: required(text()),
  columnDataType: text(),
  defaultValue: text(),
  defaultValueNumeric: text(),
  defaultValueDate: text(),
  defaultValueBoolean: bool(),
  defaultValueComputed: text(),
  defaultValueSequenceNext: text(),
  defaultValueConstraintName: text(),
} satisfies Shape

type Values = ValuesOf<typeof shape>

export const addDefaultValue = structured('addDefaultValue', {
  shape,
  ...checkedRendering((values: Values, context) => {
    const value = defaultOf(values)
    if (value === null) return []
    checkType(values.columnDataType, value)
    return setDefault(values, value, context)
  }, refuse),
  inverse: ({ schemaName, tableName, columnName, columnDataType }, place) => [
    dropDefaultValue.make({ schemaName, tableName, columnName, columnDataType }, place),
  ],
})

function defaultOf(values: Values): SqlValue | null {
  const { defaultValue, defaultValueBoolean, defaultValueNumeric, defaultValueDate, defaultValueComputed } = values
  if (defaultValue !== null) return { kind: 'text', text: defaultValue }
  if (defaultValueBoolean !== null) return { kind: 'boolean', value: defaultValueBoolean }
  if (defaultValueNumeric !== null) return numberOf(defaultValueNumeric)
  if (defaultValueDate !== null) return dateOf(defaultValueDate)
  if (defaultValueComputed !== null) return { kind: 'function', text: defaultValueComputed }
  const sequence = values.defaultValueSequenceNext
  return sequence === null ? null : { kind: 'sequence', call: 'nextval', schema: values.schemaName, name: sequence }
}

/** Here, not as in a column, the number is printed as Java holds it. */
function numberOf(text: string): SqlValue {
  const number = javaNumber(text)
  return number === null ? { kind: 'function', text } : { kind: 'number', text: number }
}

function dateOf(text: string): SqlValue {
  const found = readIsoDate(text)
  if (found.kind === 'broken')
    throw new CannotRender(`defaultValueDate="${text}" is not a date: its fraction is not a number`)
  return found.kind === 'date' ? found : { kind: 'function', text }
}

/** Rule: AddDefaultValueGenerator.validate. */
function checkType(columnDataType: string | null, value: SqlValue): void {
  if (columnDataType === null) return
  const wanted = wantedKind[parseDataType(columnDataType).kind]
  const isFunction = value.kind === 'function' || value.kind === 'sequence'
  if (wanted !== undefined && wanted !== value.kind && !isFunction) {
    throw new CannotRender(`default value ${javaText(value)} does not fit the type ${columnDataType}`)
  }
}

const wantedKind: Partial<Record<TypeKind, SqlValue['kind']>> = {
  boolean: 'boolean',
  char: 'text',
  nchar: 'text',
  nvarchar: 'text',
  varchar: 'text',
}

function refuse(values: Values, complain: (detail: string) => void): void {
  const { defaultValue, defaultValueNumeric, defaultValueDate, defaultValueBoolean, defaultValueComputed } = values
  const given = [defaultValue, defaultValueNumeric, defaultValueDate, defaultValueBoolean, defaultValueComputed]
  const count = [...given, values.defaultValueSequenceNext].filter((value) => value !== null).length
  if (count !== 1) complain(`<addDefaultValue> has ${count === 0 ? 'no defaultValue' : 'more than one defaultValue…'}`)
}
