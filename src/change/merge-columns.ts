import type { SqlContext } from './change-type.ts'
import { checkedRendering } from './checked-rendering.ts'
import { dataTypeSql } from './data-type/write-data-type.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'
import { required, requiredInXml, text, type ValuesOf } from './shape.ts'
import { structured } from './structured.ts'

const shape = {
  catalogName: text(),
  schemaName: text(),
  tableName: required(text()),
  column1Name: required(text()),
  joinString: requiredInXml(text()),
  column2Name: required(text()),
  finalColumnName: required(text()),
  finalColumnType: required(text()),
}

type Merge = ValuesOf<typeof shape>

/** A new column takes the values of two, with a text between, and the two are dropped. */
export const mergeColumns = structured('mergeColumns', { shape, ...checkedRendering(statements) })

function statements(values: Merge, context: SqlContext): readonly string[] {
  const table = qualifiedObjectName(values.schemaName, values.tableName, context)
  const name = (column: string) => objectName(column, context.quotingStrategy)
  const { column1Name, column2Name, finalColumnName, finalColumnType } = values
  // Neither does Liquibase double quotes in the text, nor has it none where none is written.
  const joined = `${name(column1Name)} || '${values.joinString}' || ${name(column2Name)}`
  return [
    `ALTER TABLE ${table} ADD ${name(finalColumnName)} ${dataTypeSql(finalColumnType)}`,
    `UPDATE ${table} SET ${name(finalColumnName)} = ${joined}`,
    `ALTER TABLE ${table} DROP COLUMN ${name(column1Name)}`,
    `ALTER TABLE ${table} DROP COLUMN ${name(column2Name)}`,
  ]
}
