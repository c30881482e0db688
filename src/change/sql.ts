import { childOf, type DocumentNode } from '../document/document-node.ts'
import { trimToNull } from '../kit/trim.ts'
import { heldBody } from '../model/body.ts'
import type { SqlChange, SqlOptions } from '../model/change.ts'
import { splitPieces } from '../sql/liquibase-split.ts'
import type { ChangeType } from './change-type.ts'
import { attribute, checkOnce, checkShape, flag, refuse, textOf } from './read-attributes.ts'

const attributes = ['splitStatements', 'stripComments', 'endDelimiter', 'dbms']

export const sql: ChangeType<SqlChange> = {
  read(node, source) {
    checkShape(node, source, attributes, [...attributes, 'sql', 'comment', 'ignoreOriginalSplitStatements'])
    checkOnce(node, source, [...attributes, 'sql', 'comment'])
    const holder = trimToNull(textOf(node)) === null ? childOf(node, 'sql') : node
    const text = holder === null ? null : trimToNull(textOf(holder))
    if (text === null) refuse(node, source, '<sql> has no SQL')
    const { valuePlace: place } = holder ?? node
    const dbms = attribute(node, 'dbms')
    return { kind: 'sql', place, body: heldBody(text ?? ''), dbms, ...readSqlOptions(node) }
  },
  describe: () => 'sql',
  checksumParts: (change) => ({ fields: null, text: change.body, options: change }),
  toSql: (change) => [{ body: change.body, options: optionsOf(change), source: change.place, dbms: change.dbms }],
  inverse: () => null,
}

/** The splitting attributes of `<sql>` and `<sqlFile>`, whose comments stay unless they are asked to go. */
export function readSqlOptions(node: DocumentNode): SqlOptions {
  return {
    splitStatements: flag(node, 'splitStatements') ?? true,
    stripComments: flag(node, 'stripComments') ?? false,
    endDelimiter: attribute(node, 'endDelimiter'),
  }
}

export function optionsOf({ splitStatements, stripComments, endDelimiter }: SqlOptions): SqlOptions {
  return { splitStatements, stripComments, endDelimiter }
}

/**
 * The text of a `<rollback>` element: Liquibase splits it at `;` and takes its comments out, whatever else is set, and makes
 * of each statement a change that is split once more, at what ends a statement otherwise.
 */
export function rollbackTexts(node: DocumentNode): SqlChange[] {
  const { file, line, column } = node.valuePlace
  const changes: SqlChange[] = []
  let open = ''
  const options: SqlOptions = { splitStatements: true, stripComments: true, endDelimiter: ';' }
  for (const part of splitPieces([node.value ?? ''], options)) {
    open += part.text
    if (!part.last) continue
    const place = { file, line: line + part.line, column: part.line === 0 ? column + part.column - 1 : part.column }
    const again: SqlOptions = { splitStatements: true, stripComments: false, endDelimiter: null }
    if (open !== '') changes.push({ kind: 'sql', place, body: heldBody(open), dbms: null, ...again })
    open = ''
  }
  return changes
}
