import { splitList, trimToNull } from '../kit/trim.ts'
import { heldBody } from '../model/body.ts'
import type { CreateProcedureChange } from '../model/change.ts'
import { admitsPostgres } from '../model/expression.ts'
import type { ChangeType } from './change-type.ts'
import { objectName } from './object-name.ts'
import { attribute, checkShape, complain, flag } from './read-attributes.ts'
import { heldText, readStoredText } from './stored-text.ts'
import { withoutLastDelimiter } from './without-last-delimiter.ts'

const attributes = [
  'path',
  'relativeToChangelogFile',
  'encoding',
  'dbms',
  'procedureName',
  'schemaName',
  'catalogName',
  'comments',
  'replaceIfExists',
]

export const createProcedure: ChangeType<CreateProcedureChange> = {
  read(element, source) {
    checkShape(element, source, attributes, ['comment'])
    const stored = readStoredText(element, source)
    if (stored === null) return null
    const dbms = attribute(element, 'dbms')
    if (element.attributes.has('replaceIfExists') && admitsPostgres(splitList(dbms ?? ''))) {
      complain(element, source, 'replaceIfExists of <createProcedure> is not allowed on postgresql')
    }
    return {
      kind: 'createProcedure',
      place: element.place,
      ...stored,
      dbms,
      procedureName: attribute(element, 'procedureName'),
      schemaName: attribute(element, 'schemaName'),
      catalogName: attribute(element, 'catalogName'),
      comments: attribute(element, 'comments'),
      encoding: attribute(element, 'encoding'),
      relativeToChangelogFile: flag(element, 'relativeToChangelogFile'),
      replaceIfExists: flag(element, 'replaceIfExists'),
    }
  },

  describe({ path, procedureName }) {
    const names = [path && `path=${path}`, procedureName && `procedureName=${procedureName}`].filter(Boolean)
    return ['createProcedure', names.join(', ')].filter(Boolean).join(' ')
  },

  checksumParts(change, version) {
    const { catalogName, schemaName, procedureName, replaceIfExists } = change
    const fields = { catalogName, schemaName, procedureName, replaceIfExists }
    if (version === 9) return { fields, text: change.body, options: null }
    const { path, dbms, comments, encoding, relativeToChangelogFile } = change
    const all = { ...fields, path, dbms, comments, encoding, relativeToChangelogFile }
    if (path !== null) return { fields: all, text: change.raw ?? change.body, options: null }
    return { fields: { ...all, procedureBody: heldText(change.body) }, text: null, options: null }
  },

  toSql(change, context) {
    const schema = trimToNull(change.schemaName)
    const text = heldText(change.body)
    const placed = schema === null ? text : inSchema(text, objectName(schema, context.quotingStrategy))
    const body = heldBody(withoutLastDelimiter(placed))
    return [{ body, options: null, source: change.source, dbms: change.dbms }]
  },
}

/** Puts the procedure into a schema: the word after PROCEDURE gets it, as in Liquibase; functions are left alone. */
function inSchema(text: string, schema: string): string {
  const tokens = /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|\bprocedure\s+((?:"(?:[^"]|"")*"|[^\s("])+)/gi
  for (const found of text.matchAll(tokens)) {
    const name = found[1]
    if (name === undefined) continue
    const start = found.index + found[0].length - name.length
    const parts = name.split('.')
    const placed = parts.length > 2 ? name : `${schema}.${parts[parts.length - 1]}`
    return text.slice(0, start) + placed + text.slice(start + name.length)
  }
  return text
}
