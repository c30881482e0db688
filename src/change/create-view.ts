import { trimToNull } from '../kit/trim.ts'
import { heldBody } from '../model/body.ts'
import type { CreateViewChange } from '../model/change.ts'
import { literal } from '../sql/sql.ts'
import type { ChangeType, SqlContext, SqlText } from './change-type.ts'
import { qualifiedObjectName } from './object-name.ts'
import { attribute, checkShape, flag, requireAttribute } from './read-attributes.ts'
import { heldText, readStoredText } from './stored-text.ts'

const attributes = [
  'viewName',
  'schemaName',
  'catalogName',
  'replaceIfExists',
  'fullDefinition',
  'path',
  'relativeToChangelogFile',
  'encoding',
  'remarks',
]

export const createView: ChangeType<CreateViewChange> = {
  read(element, source) {
    checkShape(element, source, attributes)
    const viewName = requireAttribute(element, 'viewName', source)
    const stored = readStoredText(element, source)
    if (viewName === null || stored === null) return null
    return {
      kind: 'createView',
      place: element.place,
      ...stored,
      viewName,
      schemaName: attribute(element, 'schemaName'),
      catalogName: attribute(element, 'catalogName'),
      replaceIfExists: flag(element, 'replaceIfExists'),
      fullDefinition: flag(element, 'fullDefinition'),
      relativeToChangelogFile: flag(element, 'relativeToChangelogFile'),
      encoding: attribute(element, 'encoding'),
      remarks: attribute(element, 'remarks'),
    }
  },

  describe: ({ path, viewName }) => `createView ${path === null ? '' : `path=${path}, `}viewName=${viewName}`,

  checksumParts(change, version) {
    const { catalogName, schemaName, viewName, replaceIfExists, fullDefinition, remarks } = change
    const fields = { catalogName, schemaName, viewName, replaceIfExists, fullDefinition, remarks }
    if (version === 9) return { fields, text: change.body, options: null }
    const { path, encoding, relativeToChangelogFile } = change
    const all = { ...fields, path, encoding, relativeToChangelogFile }
    if (path !== null) return { fields: all, text: change.raw ?? change.body, options: null }
    return { fields: { ...all, selectQuery: heldText(change.body) }, text: null, options: null }
  },

  toSql(change, context) {
    const statements = [definition(change, context)]
    const remarks = trimToNull(change.remarks)
    if (remarks !== null) statements.push(`COMMENT ON VIEW ${nameOf(change, context)} IS ${literal(remarks)}`)
    return statements.map(
      (text): SqlText => ({ body: heldBody(text), options: null, source: change.source, dbms: null }),
    )
  },
}

function definition(change: CreateViewChange, context: SqlContext): string {
  const text = heldText(change.body)
  // Liquibase looks for the two words anywhere, a comment or a literal included.
  const replace = change.replaceIfExists === true && !text.toUpperCase().includes('OR REPLACE')
  if (change.fullDefinition !== true) {
    return `CREATE ${replace ? 'OR REPLACE ' : ''}VIEW ${nameOf(change, context)} AS ${text}`
  }
  if (!replace) return text
  return text.replace(/^((?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*)create\b/i, '$1CREATE OR REPLACE')
}

function nameOf(change: CreateViewChange, context: SqlContext): string {
  return qualifiedObjectName(trimToNull(change.schemaName), change.viewName, context)
}
