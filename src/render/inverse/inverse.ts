import type { NodeKind, NodeOf } from '../../sql/load-grammar.ts'

/** What undoes a statement: certainly this, nothing included; or nothing that is certain, and why. */
export type Inverse =
  | { readonly certain: true; readonly statements: readonly string[] }
  | { readonly certain: false; readonly reason: string }

/** How statements of some kinds are undone. */
export type Inverses = { readonly [K in NodeKind]?: (statement: NodeOf<K>, how: How) => Inverse }

/** `replaced`: what the statement made is made again right afterwards, so that it need not have been the first to make it. */
export interface How {
  readonly replaced: boolean
}

export function certain(...statements: readonly string[]): Inverse {
  return { certain: true, statements }
}

export function uncertain(reason: string): Inverse {
  return { certain: false, reason }
}

/** A thing that was made by a statement that lets one be there already may not be its own. */
export function unlessThere(ifNotExists: boolean | undefined, what: string, inverse: string): Inverse {
  return ifNotExists === true ? uncertain(`${what} IF NOT EXISTS may have found one`) : certain(inverse)
}

/** The same for one that may have replaced another. */
export function unlessReplaced(replace: boolean | undefined, what: string, inverse: string, how: How): Inverse {
  return replace === true && !how.replaced
    ? uncertain(`CREATE OR REPLACE ${what} may have replaced one`)
    : certain(inverse)
}
