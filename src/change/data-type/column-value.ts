import type { Column } from '../column.ts'
import type { SqlValue } from './sql-value.ts'

/** What a column's rows are to hold: the first of its `value…` that is written. Rule: ColumnConfig.getValueObject. */
export function rowValueOf(column: Column): SqlValue | null {
  const { value, valueBoolean, valueNumeric, valueDate, valueComputed, valueClobFile, valueBlobFile } = column
  if (value !== null) return { kind: 'text', text: value }
  if (valueBoolean !== null) return { kind: 'boolean', value: valueBoolean }
  if (valueNumeric !== null) return { kind: 'number', text: valueNumeric }
  if (valueDate !== null) return { kind: 'date', date: valueDate }
  if (valueComputed !== null) return { kind: 'function', text: valueComputed }
  const file = valueClobFile ?? valueBlobFile
  if (file !== null) return { kind: 'text', text: file }
  return sequence('nextval', column.valueSequenceNext) ?? sequence('currval', column.valueSequenceCurrent)
}

/** The first of a column's `defaultValue…` that is written. Rule: ColumnConfig.getDefaultValueObject. */
export function defaultValueOf(column: Column): SqlValue | null {
  const { defaultValue, defaultValueBoolean, defaultValueNumeric, defaultValueDate, defaultValueComputed } = column
  if (defaultValue !== null) return { kind: 'text', text: defaultValue }
  if (defaultValueBoolean !== null) return { kind: 'boolean', value: defaultValueBoolean }
  if (defaultValueNumeric !== null) return { kind: 'number', text: defaultValueNumeric }
  if (defaultValueDate !== null) return { kind: 'date', date: defaultValueDate }
  if (defaultValueComputed !== null) return { kind: 'function', text: defaultValueComputed }
  return sequence('nextval', column.defaultValueSequenceNext)
}

function sequence(call: 'nextval' | 'currval', name: string | null): SqlValue | null {
  return name === null ? null : { kind: 'sequence', call, schema: null, name }
}
