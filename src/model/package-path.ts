import { type ChangesetKey, formatKey } from './changeset.ts'

/** One end of the way a package leads. */
export interface PathPoint {
  /** As it was asked for, or in words where nobody asked: `the newest`, a database. */
  readonly version: string
  /** How many changesets had run there. */
  readonly changesets: number
  /** The last of them; null where nothing had run. Of a changelog without a database only key and order are known. */
  readonly last: {
    readonly key: ChangesetKey
    readonly order: number
    readonly executedAt: string | null
    readonly deployment: string | null
    readonly tag: string | null
  } | null
}

/** One deployment of the source on the way, or all that is not known of one. */
export interface PathStep {
  readonly deployment: string | null
  /** When its last changeset ran. */
  readonly executedAt: string | null
  readonly changesets: number
  /** Tags that lie in it, in order. */
  readonly tags: readonly string[]
}

/** The way a package leads, from one point of a history to another. */
export interface PackagePath {
  readonly from: PathPoint
  readonly to: PathPoint
  /** In the order they ran on the source. */
  readonly steps: readonly PathStep[]
  /** Changesets that ran before `from`, but are run again on the way, as an update by Liquibase would. */
  readonly again: readonly ChangesetKey[]
  /** What differs between two histories; empty unless they were compared. */
  readonly differences: readonly HistoryDifference[]
}

/** How the histories of two databases differ in one changeset. */
export type HistoryDifference =
  | { readonly kind: 'only-in-from' | 'only-in-to'; readonly key: ChangesetKey; readonly order: number }
  | {
      readonly kind: 'differs'
      readonly key: ChangesetKey
      readonly field: 'checksum' | 'exectype' | 'tag' | 'order'
      readonly from: string | null
      readonly to: string | null
      /** Whether it keeps one database from being brought to the other: a checksum of what must not change. */
      readonly diverges: boolean
    }

/** One difference in a line. */
export function formatDifference(difference: HistoryDifference): string {
  const key = formatKey(difference.key)
  switch (difference.kind) {
    case 'only-in-from':
      return `${key}: only in the first, order ${difference.order}`
    case 'only-in-to':
      return `${key}: only in the second, order ${difference.order}`
    case 'differs': {
      const { field, from, to, diverges } = difference
      return `${key}: ${field} ${from ?? 'none'} in the first, ${to ?? 'none'} in the second${diverges ? ', diverged' : ''}`
    }
    default:
      return difference satisfies never
  }
}
