import { qualifiedObjectName } from './object-name.ts'
import { bool, required, text } from './shape.ts'
import { structured } from './structured.ts'

export const dropTable = structured('dropTable', {
  shape: { catalogName: text(), schemaName: text(), tableName: required(text()), cascadeConstraints: bool() },
  toSql({ schemaName, tableName, cascadeConstraints }, context) {
    const name = qualifiedObjectName(schemaName, tableName, context)
    return [`DROP TABLE ${name}${cascadeConstraints === true ? ' CASCADE' : ''}`]
  },
})
