import type { EmptyChange } from '../model/change.ts'
import type { ChangeType } from './change-type.ts'
import { checkShape } from './read-attributes.ts'

export const empty: ChangeType<EmptyChange> = {
  read(node, source) {
    checkShape(node, source, [])
    return { kind: 'empty', place: node.place }
  },
  describe: () => 'empty',
  checksumParts: () => ({ fields: {}, text: null, options: null }),
  toSql: () => [],
  inverse: () => [],
}
