import { contentOf, type DocumentNode } from '../document/document-node.ts'
import { mapNodes } from '../document/map-nodes.ts'
import { type AttributeType, misfit, schemaValue } from './attribute-type.ts'
import { complainAt } from './node-values.ts'
import type { Reading } from './reading.ts'
import { attributeTypes } from './schema-attributes.ts'
import { readByTheChange, shapeOf } from './schema-content.ts'
import { isBefore, type SchemaVersion } from './schema-defaults.ts'
import type { ElementShape } from './schema-shapes.ts'

/** Since this schema the elements of a changelog have the order they have today. */
const ORDERED_SINCE: SchemaVersion = [2, 0]

/**
 * The tree as Liquibase's XML schema hands it on: blanks are gone from values that are no text. Complains of what it
 * refuses: values that do not fit, elements that cannot stand where they do, text where none belongs. Which attributes a
 * change has is judged by its reader. Properties are not expanded yet.
 */
export function applySchema(reading: Reading, root: DocumentNode, schema: SchemaVersion): DocumentNode {
  return applyTo(reading, root, null, schema)
}

function applyTo(reading: Reading, node: DocumentNode, parent: string | null, schema: SchemaVersion): DocumentNode {
  const isForeign = node.form === 'entry'
  const shape = isForeign ? null : shapeOf(node.name, parent)
  if (shape !== null) checkElement(reading, node, shape, !isBefore(schema, ORDERED_SINCE))
  const types = isForeign ? {} : attributeTypes(node.name, parent, schema)
  const children = mapNodes(node.children, (child) => {
    if (child.form !== 'attribute') return applyTo(reading, child, node.name, schema)
    const type = Object.hasOwn(types, child.name) ? types[child.name] : undefined
    return type === undefined || type === 'text' ? child : typed(reading, child, type)
  })
  return children === node.children ? node : { ...node, children }
}

function typed(reading: Reading, attribute: DocumentNode, type: AttributeType): DocumentNode {
  const written = attribute.value ?? ''
  const value = schemaValue(type, written)
  if (value === null) complainAt(reading, attribute, `${attribute.name}="${written}" ${misfit(type)}`)
  return value === null || value === written ? attribute : { ...attribute, value }
}

function checkElement(reading: Reading, node: DocumentNode, shape: ElementShape, ordered: boolean): void {
  checkAttributes(reading, node, shape)
  if (!shape.text && node.value !== null) {
    const detail = `<${node.name}> has text in it, which stands for nothing`
    complainAt(reading, { ...node, place: node.valuePlace }, detail)
  }
  // Most elements are of this kind.
  if (shape.order !== readByTheChange) checkOrder(reading, node, shape, ordered)
}

function checkAttributes(reading: Reading, node: DocumentNode, { attributes, required }: ElementShape): void {
  if (attributes === null) return
  const written = node.children.filter((child) => child.form === 'attribute')
  for (const child of written) {
    if (Object.hasOwn(attributes, child.name)) continue
    complainAt(reading, child, `<${node.name}> has no attribute ${child.name}`)
  }
  for (const name of required) {
    if (!written.some((child) => child.name === name)) complainAt(reading, node, `<${node.name}> has no ${name}`)
  }
}

function checkOrder(reading: Reading, node: DocumentNode, shape: ElementShape, ordered: boolean): void {
  const { order, once, alone, barred } = shape
  let reached = 0
  let last = ''
  const seen = new Set<string>()
  for (const child of contentOf(node)) {
    if (child.form === 'entry') continue
    const own = order.findIndex((group) => group?.includes(child.name))
    const at = own === -1 ? order.indexOf(null) : own
    if (at === -1 || child.name === barred) complainAt(reading, child, `<${child.name}> cannot stand in <${node.name}>`)
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
