import type { DocumentNode } from '../document/document-node.ts'
import type { Place } from '../model/place.ts'

type ExpandText = (text: string, place: Place) => string

/** The node with every text in it expanded; the node itself where there is nothing to expand. Only text is: `1` is not. */
export function expandNode(node: DocumentNode, expandText: ExpandText): DocumentNode {
  const { value, values, children, valuePlace } = node
  const expands = (text: string) => text.includes('${')
  const hasValue = value !== null && node.type === 'text' && expands(value)
  const hasValues = values?.some(expands) ?? false
  const expanded = expandAll(children, expandText)
  if (!hasValue && !hasValues && expanded === children) return node
  return {
    ...node,
    value: hasValue ? expandText(value, valuePlace) : value,
    values: hasValues && values !== null ? values.map((text) => expandText(text, valuePlace)) : values,
    children: expanded,
  }
}

/** The same list where nothing in it was expanded: most of a changelog never is. */
function expandAll(nodes: readonly DocumentNode[], expandText: ExpandText): readonly DocumentNode[] {
  let copy: DocumentNode[] | null = null
  for (const [at, node] of nodes.entries()) {
    const expanded = expandNode(node, expandText)
    if (expanded !== node) copy ??= nodes.slice(0, at)
    copy?.push(expanded)
  }
  return copy ?? nodes
}
