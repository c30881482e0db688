import type { SqlFileChange } from '../model/change.ts'
import type { ChangeType } from './change-type.ts'
import { attribute, checkShape, requireAttribute } from './read-attributes.ts'
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
  read(element, source) {
    checkShape(element, source, attributes)
    const path = requireAttribute(element, 'path', source)
    const file = path === null ? null : source.load(element, path, false)
    if (path === null || file === null) return null
    return {
      kind: 'sqlFile',
      place: element.place,
      path,
      source: file.place,
      raw: file.raw,
      body: file.body,
      dbms: attribute(element, 'dbms'),
      ...readSqlOptions(element),
    }
  },
  describe: (change) => `sqlFile path=${change.path}`,
  checksumParts: (change) => ({ fields: null, text: change.raw, options: change }),
  toSql: (change) => [{ body: change.body, options: optionsOf(change), source: change.source, dbms: change.dbms }],
}
