import { trimToNull } from '../kit/trim.ts'
import type { SqlContext } from './change-type.ts'
import type { Column } from './column.ts'
import { columnList } from './column-list.ts'
import { type Constraints, isReference } from './constraints.ts'
import { CannotRender } from './data-type/cannot-render.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'
import { primaryKeyName } from './primary-key-name.ts'

type Constrained = readonly (readonly [column: string, constraints: Constraints])[]

/**
 * What the columns of a new table say of keys, as constraints behind them: primary key, foreign keys, unique keys. Liquibase
 * writes foreign keys in an order of chance; here they stand in that of their columns. Check constraints it reads and
 * does not write. Rule: CreateTableGenerator.
 */
export function tableConstraints(tableName: string, columns: readonly Column[], context: SqlContext): string {
  const constrained: Constrained = columns.flatMap(({ name, constraints }) =>
    constraints === null ? [] : [[name ?? '', constraints]],
  )
  const primary = constrained.filter(([, { primaryKey }]) => primaryKey === true)
  const references = constrained.filter(([, constraints]) => isReference(constraints))
  const clauses = [
    ...primaryKey(tableName, primary, context),
    ...references.map(([column, constraints]) => foreignKey(column, constraints, context)),
    ...uniqueKeys(constrained, context),
  ]
  return clauses.map((clause) => `, ${clause}`).join('')
}

/** The first column of the key says everything but the columns. */
function primaryKey(tableName: string, keys: Constrained, context: SqlContext): readonly string[] {
  const first = keys[0]?.[1]
  if (first === undefined) return []
  const name = trimToNull(first.primaryKeyName) ?? primaryKeyName(tableName)
  const names = keys.map(([column]) => column).join(', ')
  let sql = `CONSTRAINT ${objectName(name, context.quotingStrategy)} PRIMARY KEY (${columnList(names, context)})`
  if (first.primaryKeyTablespace) sql += ` USING INDEX TABLESPACE ${first.primaryKeyTablespace}`
  // Words of Oracle, which PostgreSQL refuses: Liquibase writes them for every database here.
  if (first.validatePrimaryKey === false) sql += ' ENABLE NOVALIDATE '
  return [sql + deferral(first)]
}

function foreignKey(column: string, constraints: Constraints, context: SqlContext): string {
  const { foreignKeyName } = constraints
  if (foreignKeyName === null || trimToNull(foreignKeyName) === null) {
    throw new CannotRender(`column ${column} refers to another table and has no foreignKeyName`)
  }
  const name = objectName(foreignKeyName, context.quotingStrategy)
  const own = objectName(column, context.quotingStrategy)
  let sql = `CONSTRAINT ${name} FOREIGN KEY (${own}) REFERENCES ${referenced(constraints, context)}`
  if (constraints.deleteCascade === true) sql += ' ON DELETE CASCADE'
  return sql + deferral(constraints)
}

/** `references` goes out as it is written, with the default schema before it where it names none. */
function referenced(constraints: Constraints, context: SqlContext): string {
  const { references, referencedTableSchemaName, referencedTableName, referencedColumnNames } = constraints
  if (references === null) {
    const table = qualifiedObjectName(referencedTableSchemaName, referencedTableName ?? '', context)
    return `${table}(${columnList(referencedColumnNames ?? '', context)})`
  }
  if (references.includes('.') || context.defaultSchema === null) return references
  return `${objectName(context.defaultSchema, context.quotingStrategy)}.${references}`
}

/** Keys of the same name are one key over their columns; those without a name come first. */
function uniqueKeys(constrained: Constrained, context: SqlContext): readonly string[] {
  const unnamed: string[] = []
  const named = new Map<string, string[]>()
  for (const [column, { unique, uniqueConstraintName }] of constrained) {
    if (unique !== true) continue
    if (uniqueConstraintName === null) unnamed.push(`UNIQUE (${columnList(column, context)})`)
    else named.set(uniqueConstraintName, [...(named.get(uniqueConstraintName) ?? []), column])
  }
  const together = [...named].map(([name, columns]) => {
    const list = columnList(columns.join(', '), context)
    return `CONSTRAINT ${objectName(name, context.quotingStrategy)} UNIQUE (${list})`
  })
  return [...unnamed, ...together]
}

function deferral({ initiallyDeferred, deferrable }: Constraints): string {
  return `${initiallyDeferred === true ? ' INITIALLY DEFERRED' : ''}${deferrable === true ? ' DEFERRABLE' : ''}`
}
