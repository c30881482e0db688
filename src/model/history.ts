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

/** FILENAME and AUTHOR of the row that `tag` makes in an empty history, to have one that it can tag. */
export const INTERNAL_PATH = 'liquibase-internal'
export const INTERNAL_AUTHOR = 'liquibase'

/** Whether it is that row: no changeset answers to it. */
export function isInternal({ key }: Pick<HistoryEntry, 'key'>): boolean {
  return key.path === INTERNAL_PATH && key.author === INTERNAL_AUTHOR
}

/** How many characters columns of the history hold, by name; `Infinity` where nothing bounds them. */
export type HistoryRoom = Readonly<Record<string, number>>

/** What a database says of itself and of what ran there. */
export interface History {
  readonly entries: readonly HistoryEntry[]
  /** False where the table does not exist yet: nothing ran. */
  readonly tableExists: boolean
  readonly server: ServerFacts
  readonly lock: LockFacts | null
  /** What stands in the table as it is; where it is not given, as Liquibase makes it. */
  readonly room?: HistoryRoom
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

/** Who keeps others from the history. */
export interface LockHolder {
  /** `row`: Liquibase's lock row says so, and says so still when its process is dead. `session`: a living session. */
  readonly kind: 'row' | 'session'
  /** What the row names, e.g. `host (10.0.0.1)`; or the session's process, program and user. */
  readonly by: string
  /** `YYYY-MM-DD HH:MM:SS` by the server's clock: as written in the row, or when the session began. */
  readonly since: string | null
  /** Process of the session, for `pg_terminate_backend`; null for the row. */
  readonly pid: number | null
}

/** `WHO since WHEN`, for messages. */
export function formatHolder({ by, since }: Pick<LockHolder, 'by' | 'since'>): string {
  return since === null ? by : `${by} since ${since}`
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
