import type { StructuredChange } from '../model/change.ts'
import type { Place } from '../model/place.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'
import { required, text } from './shape.ts'
import { structured } from './structured.ts'

export const renameView = structured('renameView', {
  shape: { catalogName: text(), schemaName: text(), oldViewName: required(text()), newViewName: required(text()) },
  toSql({ schemaName, oldViewName, newViewName }, context) {
    const view = qualifiedObjectName(schemaName, oldViewName, context)
    return [`ALTER TABLE ${view} RENAME TO ${objectName(newViewName, context.quotingStrategy)}`]
  },
  inverse: ({ oldViewName, newViewName }, place) => [back(newViewName, oldViewName, place)],
})

/** Liquibase forgets the schema here. */
function back(from: string, to: string, place: Place): StructuredChange {
  return renameView.make({ oldViewName: from, newViewName: to }, place)
}
