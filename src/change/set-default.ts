import type { SqlContext } from './change-type.ts'
import { bareLiteral } from './data-type/bare-literal.ts'
import type { SqlValue } from './data-type/sql-value.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'

interface ColumnPlace {
  readonly schemaName: string | null
  readonly tableName: string
  readonly columnName: string
}

/**
 * Gives a column a default. A sequence then belongs to the column, so that it goes when the table goes. Rule:
 * AddDefaultValueGeneratorPostgres.
 */
export function setDefault(column: ColumnPlace, value: SqlValue, context: SqlContext): readonly string[] {
  const table = qualifiedObjectName(column.schemaName, column.tableName, context)
  const name = objectName(column.columnName, context.quotingStrategy)
  const sql = `ALTER TABLE ${table} ALTER COLUMN  ${name} SET DEFAULT ${bareLiteral(value, context)}`
  if (value.kind !== 'sequence') return [sql]
  return [sql, `ALTER SEQUENCE ${qualifiedObjectName(value.schema, value.name, context)} OWNED BY ${table}.${name}`]
}
