import type { Column } from '../column.ts'
import { rowValueOf } from '../data-type/column-value.ts'
import type { SqlValue } from '../data-type/sql-value.ts'

/** What a row is to hold in a column, before it is known whether it is written into the statement or bound to it. */
export interface CellValue {
  readonly value: SqlValue | null
  /** The type that the change names: it decides how the value is bound. */
  readonly type: string | null
  /** A file whose content is meant. */
  readonly file: { readonly kind: 'blob' | 'clob'; readonly path: string } | null
  /** Charset of a `clob` file. */
  readonly encoding: string | null
}

/** The value of a column of `insert` and `update`; their sequences are in the schema of the table. */
export function cellValueOf(column: Column, schemaName: string | null): CellValue {
  const value = rowValueOf(column)
  const { type, encoding } = column
  return {
    value: value?.kind === 'sequence' ? { ...value, schema: schemaName } : value,
    type,
    encoding,
    file: fileOf(column, value),
  }
}

/** Whatever else is written comes first, but for a sequence. */
function fileOf(column: Column, value: SqlValue | null): CellValue['file'] {
  const { valueBlobFile, valueClobFile } = column
  if (column.value !== null || value?.kind !== 'text') return null
  if (valueBlobFile !== null) return { kind: 'blob', path: valueBlobFile }
  return valueClobFile === null ? null : { kind: 'clob', path: valueClobFile }
}
