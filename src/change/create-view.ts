import { trim, trimToNull } from '../kit/trim.ts'
import { heldBody } from '../model/body.ts'
import type { CreateViewChange } from '../model/change.ts'
import { type LiquibaseToken, liquibaseTokens } from '../sql/liquibase-tokens.ts'
import type { ChangeType, SqlContext, SqlText } from './change-type.ts'
import { dropView } from './drop-view.ts'
import { qualifiedObjectName } from './object-name.ts'
import { attribute, checkOnce, checkShape, complain, flag, refuse } from './read-attributes.ts'
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
  read(node, source) {
    checkShape(node, source, attributes, [...attributes, 'selectQuery'])
    checkOnce(node, source, [...attributes, 'selectQuery'])
    const viewName = attribute(node, 'viewName')
    const named = trimToNull(viewName) !== null
    // The schema for XML takes a blank one.
    const tell = node.form === 'element' && viewName === null ? complain : refuse
    if (!named) tell(node, source, '<createView> has no viewName')
    const stored = readStoredText(node, source, ['selectQuery'])
    if (viewName === null || !named || stored === null) return null
    const change: CreateViewChange = {
      kind: 'createView',
      place: node.place,
      viewName,
      schemaName: attribute(node, 'schemaName'),
      catalogName: attribute(node, 'catalogName'),
      replaceIfExists: flag(node, 'replaceIfExists'),
      fullDefinition: flag(node, 'fullDefinition'),
      relativeToChangelogFile: flag(node, 'relativeToChangelogFile'),
      encoding: attribute(node, 'encoding'),
      remarks: attribute(node, 'remarks'),
      ...stored,
    }
    if (lacksCreate(change))
      refuse(node, source, 'the definition of the view has no CREATE that could become CREATE OR REPLACE')
    return change
  },

  describe: ({ path, viewName }) => `createView ${path === null ? '' : `path=${path}, `}viewName=${viewName}`,

  checksumParts(change, version) {
    const { catalogName, schemaName, viewName, replaceIfExists, fullDefinition, remarks } = change
    const fields = { catalogName, schemaName, viewName, replaceIfExists, fullDefinition, remarks }
    if (version === 9) return { fields, text: change.asUtf8 ?? change.body, options: null }
    const { path, encoding, relativeToChangelogFile } = change
    const all = { path, encoding, relativeToChangelogFile, ...fields }
    if (path !== null) return { fields: all, text: change.raw ?? change.body, options: null }
    return { fields: { selectQuery: heldText(change.body), ...all }, text: null, options: null }
  },

  toSql(change, context) {
    const statements = [definition(change, context)]
    const remarks = trimToNull(change.remarks)
    if (remarks !== null)
      statements.push(`COMMENT ON VIEW ${nameOf(change, context)} IS '${remarks.replaceAll("'", "''")}'`)
    return statements.map(
      (text): SqlText => ({ body: heldBody(text), options: null, source: change.source, dbms: null }),
    )
  },
  inverse: ({ viewName, schemaName, place }) => [dropView.make({ viewName, schemaName }, place)],
}

function definition(change: CreateViewChange, context: SqlContext): string {
  const text = trim(heldText(change.body))
  const head = change.fullDefinition === true ? '' : `CREATE VIEW ${nameOf(change, context)} AS `
  if (!asksToReplace(change, text)) return head + text
  // Liquibase rewrites the first word "create" it finds, a view's own before the one it puts there.
  const create = findCreate(text)
  if (create === null) return head.replace('CREATE', REPLACING) + text
  return head + text.slice(0, create.start) + REPLACING + text.slice(create.end)
}

const REPLACING = 'CREATE OR REPLACE'

/** It looks for the two words anywhere, a comment or a literal included. */
function asksToReplace(change: Pick<CreateViewChange, 'replaceIfExists'>, text: string): boolean {
  return change.replaceIfExists === true && !text.toUpperCase().includes('OR REPLACE')
}

/** A file is expanded later: what its properties bring is for PostgreSQL to judge. */
function lacksCreate(change: CreateViewChange): boolean {
  const text = heldText(change.body)
  if (change.fullDefinition !== true || (change.path !== null && text.includes('${'))) return false
  return asksToReplace(change, text) && findCreate(text) === null
}

function findCreate(text: string): LiquibaseToken | null {
  if (!/create/i.test(text)) return null
  for (const token of liquibaseTokens(text)) {
    if (token.end - token.start === 6 && text.slice(token.start, token.end).toLowerCase() === 'create') return token
  }
  return null
}

function nameOf(change: CreateViewChange, context: SqlContext): string {
  return qualifiedObjectName(change.schemaName, change.viewName, context)
}
