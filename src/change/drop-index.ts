import { qualifiedObjectName } from './object-name.ts'
import { ignored, required, requiredInXml, text } from './shape.ts'
import { structured } from './structured.ts'

export const dropIndex = structured('dropIndex', {
  shape: {
    catalogName: text(),
    schemaName: text(),
    tableName: requiredInXml(text()),
    indexName: required(text()),
    associatedWith: ignored(),
  },
  toSql: ({ schemaName, indexName }, context) => [`DROP INDEX ${qualifiedObjectName(schemaName, indexName, context)}`],
})
