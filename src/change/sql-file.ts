import type { SqlFileChange } from '../model/change.ts'
import type { ChangeType } from './change-type.ts'
import { attribute, checkOnce, checkShape, requireAttribute } from './read-attributes.ts'
import { optionsOf, readSqlOptions } from './sql.ts'

const attributes = [
  'path',
  'relativeToChangelogFile',
  'encoding',
  'splitStatements',
  'stripComments',
  'endDelimiter',
  'dbms',
]

export const sqlFile: ChangeType<SqlFileChange> = {
  read(node, source) {
    checkShape(node, source, attributes, [...attributes, 'ignoreOriginalSplitStatements'])
    checkOnce(node, source, attributes)
    const path = requireAttribute(node, 'path', source)
    const file = path === null ? null : source.load(node, path, false)
    if (path === null || file === null) return null
    return {
      kind: 'sqlFile',
      place: node.place,
      path,
      source: file.place,
      raw: file.raw,
      bytes: file.foreign?.bytes,
      body: file.body,
      dbms: attribute(node, 'dbms'),
      ...readSqlOptions(node),
    }
  },
  describe: (change) => `sqlFile path=${change.path}`,
  checksumParts(change, version) {
    const text = version === 8 ? (change.bytes ?? change.raw) : change.raw
    return { fields: null, text, options: change }
  },
  toSql: (change) => [{ body: change.body, options: optionsOf(change), source: change.source, dbms: change.dbms }],
  inverse: () => null,
}
