import { trim, trimToNull } from '../kit/trim.ts'
import type { SqlContext } from './change-type.ts'
import type { Column } from './column.ts'
import { columnDefinition } from './column-definition.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'
import { tableConstraints } from './table-constraints.ts'

export interface TableToCreate {
  readonly schemaName: string | null
  readonly tableName: string
  readonly tableType: string | null
  readonly tablespace: string | null
  readonly ifNotExists: boolean | null
  readonly columns: readonly Column[]
}

/** The statement that makes a table, its constraints behind its columns. Rule: CreateTableGenerator. */
export function tableDefinition(table: TableToCreate, context: SqlContext): string {
  const type = table.tableType ? `${trim(table.tableType).toUpperCase()} ` : ''
  let sql = `CREATE ${type}TABLE ${table.ifNotExists === true ? 'IF NOT EXISTS ' : ''}${nameOf(table, context)} (`
  table.columns.forEach((column, index) => {
    sql += `${index === 0 ? '' : ', '}${columnDefinition(column, context)}`
  })
  sql += tableConstraints(table.tableName, table.columns, context)
  const tablespace = trimToNull(table.tablespace)
  return `${sql})${tablespace === null ? '' : ` TABLESPACE ${tablespace}`}`
}

/** Temporary tables have a schema of their own. */
function nameOf({ schemaName, tableName, tableType }: TableToCreate, context: SqlContext): string {
  if (tableType?.toLowerCase().includes('temp')) return objectName(tableName, context.quotingStrategy)
  return qualifiedObjectName(schemaName, tableName, context)
}
