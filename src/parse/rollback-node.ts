import type { ChangeSource } from '../change/change-type.ts'
import { rollbackTexts } from '../change/sql.ts'
import { contentOf, type DocumentNode } from '../document/document-node.ts'
import { trimToNull } from '../kit/trim.ts'
import type { Change } from '../model/change.ts'
import { readChangeNode } from './change-node.ts'
import { findChangesets } from './find-changesets.ts'
import type { Frame } from './frame.ts'
import { complainAt, nameOf, textOf } from './node-values.ts'
import type { Reading } from './reading.ts'

/** Says which changeset is meant; in YAML and JSON these are entries beside the changes. */
const reference = ['changesetid', 'changesetauthor', 'changesetpath']

/**
 * A `rollback` node: the changes of other changesets, changes of its own, SQL text, or nothing to do. Rule: Liquibase,
 * ChangeSet.handleRollbackNode.
 */
export function readRollback(
  reading: Reading,
  frame: Frame,
  node: DocumentNode,
  path: string,
  source: ChangeSource,
): readonly Change[] {
  const id = textOf(reading, node, 'changeSetId')
  if (id !== null) return referred(reading, frame, node, textOf(reading, node, 'changeSetPath') ?? path, id)
  const changes = contentOf(node).flatMap((child) => {
    const passed = child.name === 'comment' || reference.includes(child.name.toLowerCase())
    const change = passed ? null : readChangeNode(reading, frame, child, source)
    return change === null ? [] : [change]
  })
  const sql = sqlOf(reading, node)
  if (sql !== null) changes.push(...rollbackTexts({ ...node, value: sql }))
  return changes.length > 0 ? changes : [{ kind: 'empty', place: node.place }]
}

/** The node's own text; `null` where it has none, or after a complaint. */
function sqlOf(reading: Reading, node: DocumentNode): string | null {
  if (node.values === null && (node.value === null || node.type === 'text')) return trimToNull(node.value)
  const what = node.values === null ? `a ${node.type}` : 'a list of texts'
  complainAt(reading, node, `${nameOf(node)} is ${what}: write its SQL as one text, or as changes`)
  return null
}

function referred(reading: Reading, frame: Frame, node: DocumentNode, path: string, id: string): readonly Change[] {
  const author = textOf(reading, node, 'changeSetAuthor')
  const found = findChangesets(frame, path, author, id)
  if (found.length === 0) {
    complainAt(reading, node, `the rollback names changeset ${path}::${id}::${author}, which is not defined`)
  }
  return found.flatMap((changeset) => changeset.changes)
}
