import type { Changeset, ChangesetKey } from './changeset.ts'
import type { Checksum } from './checksum.ts'

/** A row of `databasechangelog`. */
export interface HistoryEntry {
  readonly key: ChangesetKey
  /** ISO 8601, without zone: the column has none. */
  readonly executedAt: string
  readonly order: number
  readonly execType: string
  readonly checksum: string | null
  readonly description: string | null
  readonly comments: string | null
  readonly tag: string | null
  readonly liquibase: string | null
  readonly contexts: string | null
  readonly labels: string | null
  readonly deploymentId: string | null
}

/** What a database says of itself and of what ran there. */
export interface History {
  readonly entries: readonly HistoryEntry[]
  /** False where the table does not exist yet: nothing ran. */
  readonly tableExists: boolean
  readonly server: ServerFacts
  readonly lock: LockFacts | null
}

export interface ServerFacts {
  /** As `server_version_num`, e.g. 150018. */
  readonly versionNumber: number
  readonly version: string
  readonly encoding: string
  readonly database: string
  readonly user: string
  /** `current_schema()`, where unqualified names go. */
  readonly defaultSchema: string
}

export interface LockFacts {
  readonly locked: boolean
  readonly lockedBy: string | null
  readonly grantedAt: string | null
}

export interface RanChangeset {
  readonly changeset: Changeset
  readonly entry: HistoryEntry
}

export interface DriftedChangeset extends RanChangeset {
  readonly recorded: Checksum
  readonly computed: Checksum
}

/** Changelog and history compared once; everything that asks "what ran?" reads this. */
export interface Standing {
  /** In history order. Drifted ones are not repeated here. */
  readonly ran: readonly RanChangeset[]
  /** In changelog order. */
  readonly pending: readonly Changeset[]
  readonly drifted: readonly DriftedChangeset[]
  /** History entries that no changeset of the changelog answers to. */
  readonly missing: readonly HistoryEntry[]
  /** Keys with more than one history entry, with all of them. */
  readonly repeated: readonly (readonly HistoryEntry[])[]
}

/** What runs always was run again by every update since, whatever its entry says. */
export function wasRunAgain({ changeset, entry }: RanChangeset): boolean {
  return changeset.runAlways || entry.execType === 'RERAN'
}
