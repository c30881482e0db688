import type { DocumentNode } from '../document/document-node.ts'
import { mapNodes } from '../document/map-nodes.ts'
import type { Place } from '../model/place.ts'

type ExpandText = (text: string, place: Place) => string

/** What asks this of every node of a changelog makes no function for it. */
function expands(text: string): boolean {
  return text.includes('${')
}

/** The node with every text in it expanded; the node itself where there is nothing to expand. Only text is: `1` is not. */
export function expandNode(node: DocumentNode, expandText: ExpandText): DocumentNode {
  const { value, values, children, valuePlace } = node
  const hasValue = value !== null && node.type === 'text' && expands(value)
  const hasValues = values?.some(expands) ?? false
  const expanded = children.length === 0 ? children : mapNodes(children, (child) => expandNode(child, expandText))
  if (!hasValue && !hasValues && expanded === children) return node
  return {
    ...node,
    value: hasValue ? expandText(value, valuePlace) : value,
    values: hasValues && values !== null ? values.map((text) => expandText(text, valuePlace)) : values,
    children: expanded,
  }
}
