import { childOf, type DocumentNode, secondChildOf } from '../document/document-node.ts'
import { complaint } from '../errors/dvm-error.ts'
import { isBlankExpression } from './frame.ts'
import type { Reading } from './reading.ts'

/** The child of that name, whose case does not count. Liquibase takes no pick where there are several, and fails. */
export function onlyChild(reading: Reading, node: DocumentNode, name: string): DocumentNode | null {
  const first = childOf(node, name)
  const second = first === null ? null : secondChildOf(node, name)
  if (second !== null) complainAt(reading, second, `${nameOf(node)} has ${name} more than once`)
  return first
}

/** What an attribute or entry says; a list is one text, as Java prints it. `null` where nothing is written. */
export function textOf(reading: Reading, node: DocumentNode, name: string): string | null {
  const child = onlyChild(reading, node, name)
  return child === null ? null : javaText(child)
}

/** A node's own value as Liquibase turns it into text. */
export function javaText(node: DocumentNode): string | null {
  return node.values === null ? node.value : `[${node.values.join(', ')}]`
}

/** What Java's `Boolean.valueOf` makes of an attribute or entry; what is neither true nor false is warned of. */
export function flagOf(reading: Reading, node: DocumentNode, name: string): boolean | null {
  const child = onlyChild(reading, node, name)
  const text = child === null ? null : javaText(child)
  if (child === null || text === null) return null
  const lower = text.toLowerCase()
  if (lower !== 'true' && lower !== 'false') {
    const detail = `${name}="${text}" is neither true nor false: it counts as false, as in Liquibase`
    reading.warn(complaint('CHANGELOG_INVALID', { detail }, child.place))
  }
  return lower === 'true'
}

/** A whole number of 32 bits; `null` where nothing is written, or after a complaint. */
export function wholeNumberOf(reading: Reading, node: DocumentNode, name: string): number | null {
  const child = onlyChild(reading, node, name)
  const text = child === null ? null : javaText(child)
  if (child === null || text === null) return null
  const number = /^[+-]?\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (number >= -(2 ** 31) && number < 2 ** 31) return number
  complainAt(reading, child, `${name}="${text}" is not a whole number`)
  return null
}

/** `contextFilter`, or where that says nothing `context`; `null` where neither does. */
export function contextOf(reading: Reading, node: DocumentNode): string | null {
  const filter = textOf(reading, node, 'contextFilter') ?? ''
  const context = isBlankExpression(filter) ? (textOf(reading, node, 'context') ?? '') : filter
  return isBlankExpression(context) ? null : context
}

/** The node as its document writes it: `<changeSet>` or `changeSet`. */
export function nameOf(node: DocumentNode): string {
  return node.form === 'entry' ? node.name : `<${node.name}>`
}

export function complainAt(reading: Reading, node: DocumentNode, detail: string): void {
  reading.complain(complaint('CHANGELOG_INVALID', { detail }, node.place))
}

/** Complains of a value: an attribute is pointed at, an entry has the place of its mapping. */
export function complainOf(reading: Reading, node: DocumentNode, name: string, detail: string): void {
  const written = node.children.find((child) => child.form === 'attribute' && child.name === name)
  complainAt(reading, written ?? node, detail)
}

/** Tells of something that Liquibase passes over without a word, and so do we, with one. */
export function warnOfPassedOver(reading: Reading, node: DocumentNode, what: string): void {
  const detail = `${what}: it is passed over, as Liquibase does`
  reading.warn(complaint('CHANGELOG_INVALID', { detail }, node.place))
}
