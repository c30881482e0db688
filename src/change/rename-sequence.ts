import type { StructuredChange } from '../model/change.ts'
import type { Place } from '../model/place.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'
import { required, text } from './shape.ts'
import { structured } from './structured.ts'

export const renameSequence = structured('renameSequence', {
  shape: {
    catalogName: text(),
    schemaName: text(),
    oldSequenceName: required(text()),
    newSequenceName: required(text()),
  },
  toSql({ schemaName, oldSequenceName, newSequenceName }, context) {
    const sequence = qualifiedObjectName(schemaName, oldSequenceName, context)
    return [`ALTER SEQUENCE ${sequence} RENAME TO ${objectName(newSequenceName, context.quotingStrategy)}`]
  },
  inverse: ({ schemaName, oldSequenceName, newSequenceName }, place): readonly StructuredChange[] => [
    back(schemaName, newSequenceName, oldSequenceName, place),
  ],
})

function back(schemaName: string | null, from: string, to: string, place: Place): StructuredChange {
  return renameSequence.make({ schemaName, oldSequenceName: from, newSequenceName: to }, place)
}
