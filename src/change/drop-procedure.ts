import { qualifiedObjectName } from './object-name.ts'
import { required, text } from './shape.ts'
import { structured } from './structured.ts'

export const dropProcedure = structured('dropProcedure', {
  shape: { catalogName: text(), schemaName: text(), procedureName: required(text()) },
  toSql: ({ schemaName, procedureName }, context) => [
    `DROP PROCEDURE ${qualifiedObjectName(schemaName, procedureName, context)}`,
  ],
})
