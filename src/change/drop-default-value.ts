import { objectName, qualifiedObjectName } from './object-name.ts'
import { required, text } from './shape.ts'
import { structured } from './structured.ts'

export const dropDefaultValue = structured('dropDefaultValue', {
  shape: {
    catalogName: text(),
    schemaName: text(),
    tableName: required(text()),
    columnName: required(text()),
    columnDataType: text(),
  },
  toSql({ schemaName, tableName, columnName }, context) {
    const column = objectName(columnName, context.quotingStrategy)
    return [`ALTER TABLE ${qualifiedObjectName(schemaName, tableName, context)} ALTER COLUMN ${column} DROP DEFAULT`]
  },
})
