import { objectName, qualifiedObjectName } from './object-name.ts'
import { required, text } from './shape.ts'
import { type StructuredType, structured } from './structured.ts'

const shape = {
  catalogName: text(),
  schemaName: text(),
  oldTableName: required(text()),
  newTableName: required(text()),
}

export const renameTable: StructuredType<typeof shape> = structured('renameTable', {
  shape,
  toSql({ schemaName, oldTableName, newTableName }, context) {
    const table = qualifiedObjectName(schemaName, oldTableName, context)
    return [`ALTER TABLE ${table} RENAME TO ${objectName(newTableName, context.quotingStrategy)}`]
  },
  inverse: ({ schemaName, oldTableName, newTableName }, place) => [
    renameTable.make({ schemaName, oldTableName: newTableName, newTableName: oldTableName }, place),
  ],
})
