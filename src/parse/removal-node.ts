import type { DocumentNode } from '../document/document-node.ts'
import { splitList, trim } from '../kit/trim.ts'
import { admitsPostgres } from '../model/expression.ts'
import type { Frame } from './frame.ts'
import { complainAt, nameOf, textOf, warnOfPassedOver } from './node-values.ts'
import type { Reading } from './reading.ts'

const removable = ['afterColumn', 'beforeColumn', 'position']

/**
 * A `removeChangeSetProperty` node: from here on, columns of `addColumn` in this file lose an attribute, as far as checksum
 * and SQL go. Other changes cannot be named, and it counts only where `dbms` is written. Rule: Liquibase,
 * AddColumnChangeVisitor and AddColumnChange.modify.
 */
export function readRemoval(reading: Reading, frame: Frame, node: DocumentNode): void {
  const change = textOf(reading, node, 'change')
  const remove = textOf(reading, node, 'remove')
  const dbms = trim(textOf(reading, node, 'dbms') ?? '')
  if (change !== 'addColumn') warnOfPassedOver(reading, node, `${nameOf(node)} knows addColumn only`)
  else if (dbms === '') warnOfPassedOver(reading, node, `${nameOf(node)} has no dbms`)
  else if (remove === null || !removable.includes(remove)) {
    complainAt(reading, node, `${nameOf(node)} can remove ${removable.join(', ')}, but not "${remove ?? ''}"`)
  } else if (admitsPostgres(splitList(dbms))) frame.removedAttributes.push(remove)
}

/** An `addColumn` whose columns lack what the changelog removes from them; every other change as it is. */
export function withoutRemoved(frame: Frame, node: DocumentNode): DocumentNode {
  if (frame.removedAttributes.length === 0 || node.name !== 'addColumn') return node
  const removed = new Set(frame.removedAttributes.map((name) => name.toLowerCase()))
  const stripped = (column: DocumentNode): DocumentNode => ({
    ...column,
    children: column.children
      .filter((child) => !removed.has(child.name.toLowerCase()))
      .map((child) => (child.name === 'column' ? stripped(child) : child)),
  })
  const columns = ['column', 'columns']
  return { ...node, children: node.children.map((child) => (columns.includes(child.name) ? stripped(child) : child)) }
}
