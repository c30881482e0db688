import { childOf, type DocumentNode, secondChildOf } from '../document/document-node.ts'
import { type Complaint, complaint } from '../errors/dvm-error.ts'
import type { ChangeSource } from './change-type.ts'

/** An attribute, or the text of a child element or entry of that name; `null` where neither is written. */
export function attribute(node: DocumentNode, name: string): string | null {
  const child = childOf(node, name)
  // An attribute may say nothing at all; an element or entry without text has no value.
  return child === null ? null : textOf(child)
}

/** The node's own text; of a list of scalars, what Java prints of it, as Liquibase takes that for the text. */
export function textOf(node: DocumentNode): string | null {
  return node.value ?? (node.values === null ? null : `[${node.values.join(', ')}]`)
}

/** An attribute as Java's `Boolean.valueOf` takes it, or `null` where it is not written. */
export function flag(node: DocumentNode, name: string): boolean | null {
  const value = attribute(node, name)
  return value === null ? null : value.toLowerCase() === 'true'
}

/** The attribute, or `null` after a complaint. */
export function requireAttribute(node: DocumentNode, name: string, source: ChangeSource): string | null {
  const value = attribute(node, name)
  if (value === null || value === '') complain(node, source, `<${node.name}> has no ${name}`)
  return value === '' ? null : value
}

/** Elements that no schema of Liquibase gives further attributes. */
const closed = new Set(['constraints', 'delete', 'loadUpdateData', 'output', 'setColumnRemarks', 'setTableRemarks'])

/**
 * Complains about attributes and children the change type does not have, as Liquibase's schema for XML does. YAML and
 * JSON have no schema and Liquibase passes over what it does not know there: that is told as a warning.
 */
export function checkShape(
  node: DocumentNode,
  source: ChangeSource,
  attributes: readonly string[],
  children: readonly string[] = [],
): void {
  for (const child of node.children) {
    if (child.form === 'attribute') {
      if (attributes.includes(child.name)) continue
      if (source.openAttributes && !closed.has(node.name)) warnOfUnknown(node, child, source, attributes)
      else complain(child, source, `<${node.name}> has no attribute ${child.name}`)
    } else if (child.form === 'element') {
      if (!children.includes(child.name)) complain(child, source, `<${child.name}> cannot stand in <${node.name}>`)
    } else warnOfUnknown(node, child, source, [...attributes, ...children])
  }
}

/** Complains of names that are written twice, in YAML and JSON also as entries of a list: Liquibase refuses those. */
export function checkOnce(node: DocumentNode, source: ChangeSource, names: readonly string[]): void {
  if (node.children.length < 2) return
  for (const name of names) {
    const second = secondChildOf(node, name)
    if (second !== null) complain(second, source, `<${node.name}> has more than one ${name}`)
  }
}

/** A column has them, and is refused for them; written one level up they are easily taken for obeyed. */
const PLACING: ReadonlySet<string> = new Set(['aftercolumn', 'beforecolumn', 'position'])

function warnOfUnknown(node: DocumentNode, child: DocumentNode, source: ChangeSource, known: readonly string[]): void {
  const name = child.name.toLowerCase()
  if (known.some((one) => one.toLowerCase() === name)) return
  const isPlacing = node.name === 'addColumn' && PLACING.has(name)
  const effect = isPlacing ? ', and the new column goes last, where PostgreSQL puts every one' : ''
  const detail = `${node.name} has no ${child.name}: it is passed over, as Liquibase does${effect}`
  source.warn(complaint('CHANGELOG_INVALID', { detail }, child.place))
}

/** Complains of what Liquibase does not read. */
export function complain(node: DocumentNode, source: ChangeSource, detail: string): void {
  source.complain(saying(node, detail))
}

/** Complains of what Liquibase reads, and its validation lets pass in changesets that ran and do not run again only. */
export function refuse(node: DocumentNode, source: ChangeSource, detail: string): void {
  source.complain({ ...saying(node, detail), blocks: 'run' })
}

function saying(node: DocumentNode, detail: string): Complaint {
  // YAML and JSON know no elements.
  const said = node.form === 'entry' ? detail.replaceAll(/<(\w+)>/g, '$1') : detail
  return complaint('CHANGELOG_INVALID', { detail: said }, node.place)
}
