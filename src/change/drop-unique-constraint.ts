import { objectName, qualifiedObjectName } from './object-name.ts'
import { required, requiredToRun, text } from './shape.ts'
import { structured } from './structured.ts'

/** `uniqueColumns` is for a database that knows its constraints by their columns. */
export const dropUniqueConstraint = structured('dropUniqueConstraint', {
  shape: {
    catalogName: text(),
    schemaName: text(),
    tableName: required(text()),
    constraintName: requiredToRun(text()),
    uniqueColumns: text(),
  },
  toSql({ schemaName, tableName, constraintName }, context) {
    const table = qualifiedObjectName(schemaName, tableName, context)
    return [`ALTER TABLE ${table} DROP CONSTRAINT ${objectName(constraintName, context.quotingStrategy)}`]
  },
})
