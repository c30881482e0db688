import { qualifiedObjectName } from './object-name.ts'
import { ignored, required, text } from './shape.ts'
import { structured } from './structured.ts'

/** The schema for XML lets it have what createSequence has; Liquibase does not read that. */
export const dropSequence = structured('dropSequence', {
  shape: {
    catalogName: text(),
    schemaName: text(),
    sequenceName: required(text()),
    startValue: ignored(),
    incrementBy: ignored(),
    maxValue: ignored(),
    minValue: ignored(),
    ordered: ignored(),
    cycle: ignored(),
    cacheSize: ignored(),
    dataType: ignored(),
  },
  toSql: ({ schemaName, sequenceName }, context) => [
    `DROP SEQUENCE ${qualifiedObjectName(schemaName, sequenceName, context)} CASCADE`,
  ],
})
