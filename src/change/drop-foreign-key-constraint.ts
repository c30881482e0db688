import { objectName, qualifiedObjectName } from './object-name.ts'
import { required, requiredToRun, text } from './shape.ts'
import { structured } from './structured.ts'

export const dropForeignKeyConstraint = structured('dropForeignKeyConstraint', {
  shape: {
    baseTableCatalogName: text(),
    baseTableSchemaName: text(),
    baseTableName: required(text()),
    constraintName: requiredToRun(text()),
  },
  toSql({ baseTableSchemaName, baseTableName, constraintName }, context) {
    const table = qualifiedObjectName(baseTableSchemaName, baseTableName, context)
    return [`ALTER TABLE ${table} DROP CONSTRAINT ${objectName(constraintName, context.quotingStrategy)}`]
  },
})
