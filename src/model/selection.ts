import type { Changeset } from './changeset.ts'
import type { HistoryEntry } from './history.ts'

/** Every yes and no carries its reason. */
export type Decision =
  | { readonly verdict: 'include'; readonly because: IncludeReason }
  | { readonly verdict: 'skip'; readonly because: SkipReason; readonly detail: string }

export type IncludeReason = 'never-ran' | 'ran-on-source' | 'runs-always' | 'checksum-changed' | 'whole-changelog'
export type SkipReason =
  | 'already-ran'
  | 'not-run-on-source'
  | 'ignored'
  | 'context-mismatch'
  | 'label-mismatch'
  | 'dbms-mismatch'
  | 'beyond-count'
  | 'beyond-tag'
  | 'before-version'
  | 'beyond-version'

export interface SelectedChangeset {
  readonly changeset: Changeset
  readonly because: IncludeReason
  /** The source's history entry, where there is one. */
  readonly entry: HistoryEntry | null
}

/** How far a run goes: the first changesets that would run, or all up to the one that carries the tag, with it. */
export type UpTo = { readonly kind: 'count'; readonly count: number } | { readonly kind: 'tag'; readonly tag: string }

/** What a SQL package is for. `--kind` names the first three; the others come of options and commands of their own. */
export type PackageKind = 'deployed' | 'pending' | 'offline' | 'incremental' | 'environment' | 'rollback'
