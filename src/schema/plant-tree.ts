import { SCHEMA_KINDS, type SchemaKind, type SchemaObject } from '../model/schema.ts'
import { plainArrayCasts } from './plain-array-casts.ts'

/** One object as a query gave it. */
export interface CatalogRow {
  readonly kind: SchemaKind
  readonly name: string
  readonly of: { readonly kind: SchemaKind; readonly name: string } | null
  /** Of columns and attributes; grows with their order, may have gaps. */
  readonly position: number | null
  readonly facts: Readonly<Record<string, string>>
}

type Node = CatalogRow & { readonly parts: Node[] }

/** Hangs parts under what they belong to, and sorts: by kind, position, name in code units, whatever the server's collation. */
export function plantTree(rows: readonly CatalogRow[]): readonly SchemaObject[] {
  const nodes = new Map<string, Node>()
  for (const row of rows) nodes.set(`${row.kind}:${row.name}:${row.of?.name ?? ''}`, { ...row, parts: [] })
  const roots: Node[] = []
  for (const node of nodes.values()) {
    if (node.of === null) roots.push(node)
    else requireParent(nodes, node).parts.push(node)
  }
  return roots.sort(inOrder).map(toObject)
}

function requireParent(nodes: ReadonlyMap<string, Node>, { kind, name, of }: Node): Node {
  const parent = of === null ? undefined : nodes.get(`${of.kind}:${of.name}:`)
  if (parent === undefined) throw new Error(`${kind} ${name} belongs to nothing that was read`)
  return parent
}

const RANK = new Map<SchemaKind, number>(SCHEMA_KINDS.map((kind, rank) => [kind, rank]))

function inOrder(a: Node, b: Node): number {
  const ranks = (RANK.get(a.kind) ?? 0) - (RANK.get(b.kind) ?? 0)
  if (ranks !== 0) return ranks
  const positions = (a.position ?? 0) - (b.position ?? 0)
  return positions !== 0 ? positions : a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

function toObject({ kind, name, facts, parts }: Node): SchemaObject {
  return { kind, name, facts: plainFacts(kind, facts), parts: parts.sort(inOrder).map(toObject) }
}

/** Comments are kept as they were written. */
function plainFacts(kind: SchemaKind, facts: CatalogRow['facts']): CatalogRow['facts'] {
  const routine = kind === 'function' || kind === 'procedure'
  const plain: Record<string, string> = {}
  for (const fact of Object.keys(facts).sort()) {
    const text = facts[fact] ?? ''
    if (fact === 'comment' || fact === 'index comment') plain[fact] = text
    else plain[fact] = routine ? plainRoutine(text) : plainArrayCasts(text)
  }
  return plain
}

/** So is the body of a function that is a string; defaults of arguments, BEGIN ATOMIC and RETURN are what PostgreSQL prints. */
function plainRoutine(text: string): string {
  const body = /^AS /m.exec(text)?.index ?? text.length
  return plainArrayCasts(text.slice(0, body)) + text.slice(body)
}
