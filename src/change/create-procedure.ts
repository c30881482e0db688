import { splitList, trim } from '../kit/trim.ts'
import { heldBody } from '../model/body.ts'
import type { CreateProcedureChange } from '../model/change.ts'
import { admitsPostgres } from '../model/expression.ts'
import { PIECE } from '../sql/liquibase-lexer.ts'
import { liquibaseTokens } from '../sql/liquibase-tokens.ts'
import type { ChangeType } from './change-type.ts'
import { objectName } from './object-name.ts'
import { attribute, checkOnce, checkShape, flag, refuse } from './read-attributes.ts'
import { heldText, readStoredText } from './stored-text.ts'
import { unknownDatabases } from './unknown-databases.ts'
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
  read(node, source) {
    checkShape(node, source, attributes, [...attributes, 'procedureText', 'procedureBody', 'comment'])
    checkOnce(node, source, [...attributes, 'procedureText', 'procedureBody'])
    const stored = readStoredText(node, source, ['procedureText'], ['procedureBody'])
    if (stored === null) return null
    const dbms = attribute(node, 'dbms')
    for (const unknown of unknownDatabases(splitList(dbms ?? '').filter((name) => name !== ''))) {
      refuse(node, source, `${unknown}, in dbms of <createProcedure>, is not a database Liquibase knows`)
    }
    if (attribute(node, 'replaceIfExists') !== null && admitsPostgres(splitList(dbms ?? ''))) {
      refuse(node, source, 'replaceIfExists of <createProcedure> is not allowed on postgresql')
    }
    return {
      kind: 'createProcedure',
      place: node.place,
      dbms,
      procedureName: attribute(node, 'procedureName'),
      schemaName: attribute(node, 'schemaName'),
      catalogName: attribute(node, 'catalogName'),
      comments: attribute(node, 'comments'),
      encoding: attribute(node, 'encoding'),
      relativeToChangelogFile: flag(node, 'relativeToChangelogFile'),
      replaceIfExists: flag(node, 'replaceIfExists'),
      ...stored,
    }
  },

  describe({ path, procedureName }) {
    const names = Object.entries({ path, procedureName }).flatMap(([own, name]) =>
      name === null ? [] : `${own}=${name}`,
    )
    return names.length === 0 ? 'createProcedure' : `createProcedure ${names.join(', ')}`
  },

  checksumParts(change, version) {
    const { catalogName, schemaName, procedureName, replaceIfExists } = change
    const fields = { catalogName, schemaName, procedureName, replaceIfExists }
    if (version === 9) return { fields, text: change.asUtf8 ?? change.body, options: null }
    const { path, dbms, comments, encoding, relativeToChangelogFile } = change
    const all = { path, dbms, comments, encoding, relativeToChangelogFile, ...fields }
    if (path !== null) return { fields: all, text: change.raw ?? change.body, options: null }
    return { fields: { procedureBody: heldText(change.body), ...all }, text: null, options: null }
  },

  toSql(change, context) {
    const schema = trim(change.schemaName ?? '') === '' ? null : change.schemaName
    const text = change.path === null ? trim(heldText(change.body)) : heldText(change.body)
    const moved = schema === null ? text : inSchema(text, objectName(schema, context.quotingStrategy))
    const body = heldBody(trim(withoutLastDelimiter(moved)))
    return [{ body, options: null, source: change.source, dbms: change.dbms }]
  },
  inverse: () => null,
}

/** Puts the procedure into a schema: the name after the first word PROCEDURE gets it; functions are left alone. */
function inSchema(text: string, schema: string): string {
  let found = false
  for (const { kind, start, end } of liquibaseTokens(text)) {
    if (kind !== PIECE) continue
    const token = text.slice(start, end)
    if (found) return text.slice(0, start) + placed(token, schema) + text.slice(end)
    const word = token.toLowerCase()
    if (word === 'package') return text
    found = word === 'procedure'
  }
  return text
}

/** A name of four parts or more stays as it is. */
function placed(name: string, schema: string): string {
  const parts = name.replace(/\.+$/, '').split('.')
  const [first = '', second = first, third] = parts
  if (parts.length > 3 || name === '.') return name
  return third === undefined ? `${schema}.${second}` : `${first}.${schema}.${third}`
}
