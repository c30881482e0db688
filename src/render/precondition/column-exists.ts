import type { Precondition } from '../../model/precondition.ts'
import { literal } from '../../sql/sql.ts'
import { sameName, schemaText } from './catalog-look-up.ts'
import { decide } from './condition-code.ts'

type ColumnExists = Extract<Precondition, { kind: 'columnExists' }>

/**
 * A column with an ordinary name is looked up by a query of Liquibase's own, in which everything that has attributes counts
 * one with an odd name, or where a catalog is given, is looked for among the columns of tables and views. Case does
 * not count. Rule: ColumnExistsPrecondition.
 */
export function columnExists(condition: ColumnExists): string {
  const { catalogName: catalog, tableName, columnName } = condition
  if (tableName === null || columnName === null) return decide('false')
  if (catalog === null && /^[a-z][a-z_0-9]*$/i.test(columnName)) {
    return decide(attributeExists(condition.schemaName, tableName, columnName))
  }
  // Liquibase takes it for a function, and believes it.
  if (columnName.includes('(')) return decide('true')
  return decide(ownColumnExists(condition.schemaName, tableName, columnName))
}

function attributeExists(schema: string | null, table: string, column: string): string {
  const namespace = schema === null ? 'pg_catalog.lower(dvm_home)' : literal(schema.toLowerCase())
  const same = (name: string, text: string): string =>
    `pg_catalog.lower(${name}) = pg_catalog.lower(${literal(text)}::text)`
  return `EXISTS (SELECT FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE pg_catalog.lower(n.nspname) = ${namespace} AND ${same('c.relname', table)} AND ${same('a.attname', column)})`
}

function ownColumnExists(schema: string | null, table: string, column: string): string {
  return `EXISTS (SELECT FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'f', 'm') AND n.nspname = ${schemaText(schema)} AND ${sameName('c.relname', table)} AND ${sameName('a.attname', column)})`
}
