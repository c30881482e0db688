import type { TagDatabaseChange } from '../model/change.ts'
import type { ChangeType } from './change-type.ts'
import { attribute, checkOnce, checkShape, refuse } from './read-attributes.ts'

/** The tag goes into the changeset's own history row, an empty one as well; nothing else is done. */
export const tagDatabase: ChangeType<TagDatabaseChange> = {
  read(node, source) {
    checkShape(node, source, ['tag'])
    checkOnce(node, source, ['tag'])
    const tag = attribute(node, 'tag')
    if (tag !== null) return { kind: 'tagDatabase', place: node.place, tag }
    refuse(node, source, '<tagDatabase> has no tag')
    return null
  },
  describe: () => 'tagDatabase',
  checksumParts: ({ tag }) => ({ fields: { tag }, text: null, options: null }),
  toSql: () => [],
  inverse: () => [],
}
