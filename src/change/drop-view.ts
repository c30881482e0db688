import { qualifiedObjectName } from './object-name.ts'
import { bool, required, text } from './shape.ts'
import { structured } from './structured.ts'

export const dropView = structured('dropView', {
  shape: { catalogName: text(), schemaName: text(), viewName: required(text()), ifExists: bool() },
  toSql({ schemaName, viewName, ifExists }, context) {
    const view = qualifiedObjectName(schemaName, viewName, context)
    return [`DROP VIEW ${ifExists === true ? 'IF EXISTS ' : ''}${view}`]
  },
})
