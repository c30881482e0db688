import type { TagDatabaseChange } from '../model/change.ts'
import type { ChangeType } from './change-type.ts'
import { checkShape, flag, requireAttribute } from './read-attributes.ts'

/** The tag goes into the changeset's own history row; nothing else is done. */
export const tagDatabase: ChangeType<TagDatabaseChange> = {
  read(element, source) {
    checkShape(element, source, ['tag', 'keepTagOnRollback'])
    const tag = requireAttribute(element, 'tag', source)
    if (tag === null) return null
    return { kind: 'tagDatabase', place: element.place, tag, keepTagOnRollback: flag(element, 'keepTagOnRollback') }
  },
  describe: () => 'tagDatabase',
  checksumParts: ({ tag, keepTagOnRollback }) => ({ fields: { tag, keepTagOnRollback }, text: null, options: null }),
  toSql: () => [],
}
