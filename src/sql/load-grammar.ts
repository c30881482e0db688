import type { Node } from 'libpg-query'

/** PostgreSQL's own grammar. */
export interface Grammar {
  /** The statements of a text as the server would read them; where it would not, what it says. */
  parse(text: string): readonly Node[] | { readonly fault: string }
}

export type { Node }
/** The name of a node, e.g. `CreateStmt`. */
export type NodeKind = Node extends infer One ? (One extends Node ? keyof One : never) : never
/** What a node of that name holds. */
export type NodeOf<K extends NodeKind> = Extract<Node, Record<K, unknown>>[K]

/**
 * Loads the grammar: PostgreSQL's parser as WebAssembly, which takes a tenth of a second and is no part of any other
 * command. Its statements are those of PostgreSQL 18.
 */
export async function loadGrammar(): Promise<Grammar> {
  const { loadModule, parseSync } = await import('libpg-query')
  await loadModule()
  return {
    parse(text) {
      try {
        return (parseSync(text).stmts ?? []).flatMap(({ stmt }) => (stmt === undefined ? [] : [stmt]))
      } catch (error) {
        // It has an error class of its own, and throws plain errors as well.
        return { fault: error instanceof Error ? error.message : String(error) }
      }
    },
  }
}
