import { contentOf, type DocumentNode } from '../document/document-node.ts'
import { trim } from '../kit/trim.ts'
import { complainAt } from './node-values.ts'
import type { Reading } from './reading.ts'
import { isBefore, type SchemaVersion } from './schema-defaults.ts'
import { type AttributeType, type ElementShape, elementShapes } from './schema-shapes.ts'

/** Since this schema the elements of a changelog have the order they have today. */
const ORDERED_SINCE: SchemaVersion = [2, 0]

/**
 * Complains of what Liquibase's XML schema refuses in a changelog: attributes and elements that cannot stand where they
 * do, values that do not fit, text between elements. Properties are not expanded yet: a `${…}` fits a flag and a number.
 */
export function checkSchema(reading: Reading, root: DocumentNode, schema: SchemaVersion): void {
  checkElement(reading, root, !isBefore(schema, ORDERED_SINCE))
}

function checkElement(reading: Reading, node: DocumentNode, ordered: boolean): void {
  const shape = Object.hasOwn(elementShapes, node.name) ? elementShapes[node.name] : undefined
  if (shape === undefined) return
  checkAttributes(reading, node, shape)
  if (!shape.text && node.value !== null) {
    const detail = `<${node.name}> has text in it, which stands for nothing`
    complainAt(reading, { ...node, place: node.valuePlace }, detail)
  }
  checkOrder(reading, node, shape, ordered)
  for (const child of contentOf(node)) checkElement(reading, child, ordered)
}

function checkAttributes(reading: Reading, node: DocumentNode, { attributes, required }: ElementShape): void {
  const written = node.children.filter((child) => child.form === 'attribute')
  for (const attribute of written) {
    const type = Object.hasOwn(attributes, attribute.name) ? attributes[attribute.name] : undefined
    const value = attribute.value ?? ''
    if (type === undefined) complainAt(reading, node, `<${node.name}> has no attribute ${attribute.name}`)
    else if (!fits(type, value)) complainAt(reading, node, `${attribute.name}="${value}" ${misfit(type)}`)
  }
  for (const name of required) {
    if (!written.some((child) => child.name === name)) complainAt(reading, node, `<${node.name}> has no ${name}`)
  }
}

function checkOrder(reading: Reading, node: DocumentNode, shape: ElementShape, ordered: boolean): void {
  const { order, once, alone } = shape
  let reached = 0
  let last = ''
  const seen = new Set<string>()
  for (const child of contentOf(node)) {
    const own = order.findIndex((group) => group?.includes(child.name))
    const at = own === -1 ? order.indexOf(null) : own
    if (at === -1) complainAt(reading, child, `<${child.name}> cannot stand in <${node.name}>`)
    else if (once.includes(child.name) && seen.has(child.name)) {
      complainAt(reading, child, `<${node.name}> has <${child.name}> more than once`)
    } else if (ordered && at < reached) {
      complainAt(reading, child, `<${child.name}> cannot stand after <${last}>: it goes before it`)
    } else {
      reached = at
      last = child.name
    }
    seen.add(child.name)
  }
  if (alone !== null && seen.has(alone)) checkAlone(reading, node, shape, alone)
}

function checkAlone(reading: Reading, node: DocumentNode, { order }: ElementShape, alone: string): void {
  for (const child of contentOf(node)) {
    const grouped = order.some((group) => group?.includes(child.name))
    if (grouped || child.name === alone) continue
    complainAt(reading, child, `<${child.name}> cannot stand beside <${alone}>: put it into a changeset of its own`)
  }
}

function fits(type: AttributeType, value: string): boolean {
  switch (type) {
    case 'text':
      return true
    case 'boolean':
      return /^(?:true|false|0|1)$/.test(trim(value))
    case 'flag':
      return /^(?:true|false|0|1)$/.test(trim(value)) || /^\$\{[\w.]+\}$/.test(value)
    case 'number':
      return /^[+-]?\d+$/.test(trim(value)) || /^\$\{[\w.]+\}$/.test(value)
    default:
      return type.includes(value)
  }
}

function misfit(type: AttributeType): string {
  if (typeof type === 'object') return `is none of ${type.join(', ')}`
  return type === 'number' ? 'is not a whole number' : 'is neither true nor false'
}
