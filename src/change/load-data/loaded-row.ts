import type { SqlContext } from '../change-type.ts'
import type { DataFiles } from '../row/file-fields.ts'
import type { LoadColumn } from './load-column.ts'
import type { Cell } from './read-cell.ts'

/** A row of the file, a cell for each column that is loaded. */
export type LoadedRow = readonly Cell[]

/** What statements for rows are made from. */
export interface LoadTarget {
  readonly schemaName: string | null
  readonly tableName: string
  /** The table as SQL. */
  readonly table: string
  readonly columns: readonly LoadColumn[]
  readonly files: DataFiles | null
  readonly context: SqlContext
}

export interface TargetColumn {
  readonly column: LoadColumn
  /** Of its cell in a row. */
  readonly index: number
}

/** Columns as a statement has them: of those of one name the first has the place and the last the value. */
export function targetColumns(columns: readonly LoadColumn[]): readonly TargetColumn[] {
  const byName = new Map<string, TargetColumn>()
  for (const [index, column] of columns.entries()) byName.set(column.name, { column, index })
  return [...byName.values()]
}

/** Whether the target must be asked for types. */
export function isAsked({ columns }: LoadTarget): boolean {
  return columns.some(({ asked }) => asked)
}

/** Up to so many rows each, and at least one. */
export function* batches<T>(rows: Iterable<T>, size: number): Generator<readonly T[]> {
  let batch: T[] = []
  for (const row of rows) {
    batch.push(row)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
