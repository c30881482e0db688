import type { DocumentNode } from './document-node.ts'

/** The list with each node mapped; the same list where none became another: most of a changelog never does. */
export function mapNodes(
  nodes: readonly DocumentNode[],
  map: (node: DocumentNode) => DocumentNode,
): readonly DocumentNode[] {
  let copy: DocumentNode[] | null = null
  nodes.forEach((node, at) => {
    const mapped = map(node)
    if (mapped !== node) copy ??= nodes.slice(0, at)
    copy?.push(mapped)
  })
  return copy ?? nodes
}
