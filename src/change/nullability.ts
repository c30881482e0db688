import type { SqlContext } from './change-type.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'

interface ColumnPlace {
  readonly schemaName: string | null
  readonly tableName: string
  readonly columnName: string
}

/** Lets a column be null, or not. Rule: SetNullableGenerator, its two blanks included. */
export function nullability(
  column: ColumnPlace,
  change: 'SET NOT NULL' | 'DROP NOT NULL',
  context: SqlContext,
): string {
  const table = qualifiedObjectName(column.schemaName, column.tableName, context)
  return `ALTER TABLE ${table} ALTER COLUMN  ${objectName(column.columnName, context.quotingStrategy)} ${change}`
}
