import type { SqlContext } from './change-type.ts'
import type { Column } from './column.ts'
import { keyColumns, referenceColumns } from './column-list.ts'
import { type Constraints, isReference } from './constraints.ts'
import { bareLiteral } from './data-type/bare-literal.ts'
import { CannotRender } from './data-type/cannot-render.ts'
import { defaultValueOf, rowValueOf } from './data-type/column-value.ts'
import { literalOfType } from './data-type/literal-of-type.ts'
import { parseDataType } from './data-type/parse-data-type.ts'
import { dataTypeSql } from './data-type/write-data-type.ts'
import { identityClause } from './identity-clause.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'

export interface TableToChange {
  readonly schemaName: string | null
  readonly tableName: string
}

/**
 * The statements that add a column: the column, then its unique key, then its foreign key. CannotRender where its type,
 * default or reference has no SQL. Rule: AddColumnGenerator.
 */
export function addedColumn(table: TableToChange, column: Column, context: SqlContext): readonly string[] {
  const alter = `ALTER TABLE ${qualifiedObjectName(table.schemaName, table.tableName, context)} ADD`
  const { constraints } = column
  const statements = [`${alter} ${definition(column, context)}`]
  if (constraints?.unique === true) statements.push(`${alter} ${uniqueKey(column, constraints, context)}`)
  if (constraints !== null && isReference(constraints)) {
    statements.push(`${alter} ${foreignKey(column, constraints, context)}`)
  }
  return statements
}

function definition(column: Column, context: SqlContext): string {
  const { type, autoIncrement, constraints } = column
  let sql = objectName(column.name ?? '', context.quotingStrategy)
  if (type !== null) sql += ` ${dataTypeSql(autoIncrement === true ? `${type}{autoIncrement:true}` : type)}`
  if (autoIncrement === true) sql += ` ${identityClause(column)}`
  sql += defaultClause(column, context)
  // Where the column is filled first, it is made not null after that.
  if (constraints?.nullable === false && rowValueOf(column) === null) {
    const name = constraints.notNullConstraintName
    if (name) sql += ` CONSTRAINT ${objectName(name, context.quotingStrategy)}`
    sql += ' NOT NULL'
  } else if (constraints?.primaryKey === true) sql += ' NOT NULL'
  return constraints?.primaryKey === true ? `${sql} PRIMARY KEY` : sql
}

function defaultClause({ name, type, ...column }: Column, context: SqlContext): string {
  const value = defaultValueOf({ name, type, ...column })
  if (value === null) return ''
  if (value.kind === 'function' || value.kind === 'sequence') return ` DEFAULT ${bareLiteral(value, context)}`
  if (type === null) throw new CannotRender(`column ${name} has a default value and no type`)
  return ` DEFAULT ${literalOfType(parseDataType(type), value)}`
}

function uniqueKey(column: Column, { uniqueConstraintName }: Constraints, context: SqlContext): string {
  const name =
    uniqueConstraintName === null ? '' : `CONSTRAINT ${objectName(uniqueConstraintName, context.quotingStrategy)} `
  return `${name}UNIQUE (${keyColumns(column.name ?? '', context)})`
}

/** The table of `references`, with a schema or without, and one column. */
const reference = /^([\w.]+)[ \t\n\v\f\r]*\([ \t\n\v\f\r]*(\w+)[ \t\n\v\f\r]*\)$/

function foreignKey(column: Column, constraints: Constraints, context: SqlContext): string {
  const { foreignKeyName, references, validateForeignKey, deleteCascade } = constraints
  // Liquibase would go on and name the key `null`.
  if (foreignKeyName === null) {
    throw new CannotRender(`column ${column.name} refers to another table and has no foreignKeyName`)
  }
  const match = references === null ? null : reference.exec(references)
  if (references !== null && match === null) {
    throw new CannotRender(`references="${references}" of column ${column.name} is not table(column)`)
  }
  const named = match?.[1] ?? constraints.referencedTableName ?? ''
  const target = match?.[2] ?? constraints.referencedColumnNames ?? ''
  const [schema, table] = named.indexOf('.') > 0 ? named.split('.') : [null, named]
  if (!table) throw new CannotRender(`references of column ${column.name} names no table`)
  let sql = `CONSTRAINT ${objectName(foreignKeyName, context.quotingStrategy)}`
  sql += ` FOREIGN KEY (${referenceColumns(column.name ?? '', context)})`
  sql += ` REFERENCES ${qualifiedObjectName(schema ?? null, table, context)} (${referenceColumns(target, context)})`
  if (deleteCascade === true) sql += ' ON DELETE CASCADE'
  return validateForeignKey === false ? `${sql} NOT VALID` : sql
}
