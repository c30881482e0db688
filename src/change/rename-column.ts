import { objectName, qualifiedObjectName } from './object-name.ts'
import { required, text } from './shape.ts'
import { type StructuredType, structured } from './structured.ts'

const shape = {
  catalogName: text(),
  schemaName: text(),
  tableName: required(text()),
  oldColumnName: required(text()),
  newColumnName: required(text()),
  columnDataType: text(),
  remarks: text(),
}

/** Remarks are for other databases: on PostgreSQL the column keeps its own. */
export const renameColumn: StructuredType<typeof shape> = structured('renameColumn', {
  shape,
  toSql({ schemaName, tableName, oldColumnName, newColumnName }, context) {
    const [from, to] = [oldColumnName, newColumnName].map((name) => objectName(name, context.quotingStrategy))
    return [`ALTER TABLE ${qualifiedObjectName(schemaName, tableName, context)} RENAME COLUMN ${from} TO ${to}`]
  },
  inverse({ schemaName, tableName, oldColumnName, newColumnName, columnDataType }, place) {
    const back = { oldColumnName: newColumnName, newColumnName: oldColumnName, columnDataType }
    return [renameColumn.make({ schemaName, tableName, ...back }, place)]
  },
})
