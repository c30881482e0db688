import { trim } from '../kit/trim.ts'
import type { SqlContext } from './change-type.ts'
import { quoted } from './data-type/sql-value.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'

interface TablePlace {
  readonly schemaName: string | null
  readonly tableName: string
}

/** Remarks of a table, without blanks around them; none leave an empty comment. Rule: SetTableRemarksGenerator. */
export function tableRemarks(
  { schemaName, tableName }: TablePlace,
  remarks: string | null,
  context: SqlContext,
): string {
  return `COMMENT ON TABLE ${qualifiedObjectName(schemaName, tableName, context)} IS ${quoted(trim(remarks ?? ''))}`
}

/** Rule: SetColumnRemarksGenerator. */
export function columnRemarks(
  { schemaName, tableName }: TablePlace,
  columnName: string,
  remarks: string | null,
  context: SqlContext,
): string {
  const column = `${qualifiedObjectName(schemaName, tableName, context)}.${objectName(columnName, context.quotingStrategy)}`
  return `COMMENT ON COLUMN ${column} IS ${quoted(trim(remarks ?? ''))}`
}
