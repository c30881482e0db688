import type { ChangesetKey } from './changeset.ts'
import type { HistoryEntry } from './history.ts'
import type { SchemaDifference } from './schema.ts'

/** What is compared of a schema, and what is left out of the answer. */
export interface SchemaScope {
  /** `null`: every schema. */
  readonly schemas: readonly string[] | null
  /** Patterns of `--ignore`, each `kind:name` or a name of any kind, with `*` and `?`. */
  readonly ignore: readonly string[]
  readonly owners: boolean
  readonly privileges: boolean
}

/** How many differences patterns left out, and the patterns that left out none. */
export interface IgnoredDifferences {
  readonly count: number
  readonly unused: readonly string[]
}

/** One database of a comparison. */
export interface ComparedDatabase {
  /** `user@host:port/database`. */
  readonly label: string
  readonly serverVersion: string
  /** SHA-256 of the canonical schema, as far as it was compared; patterns to ignore have no part in it. */
  readonly fingerprint: string
  /** Of the history. */
  readonly table: string
  readonly tableExists: boolean
  readonly changesets: number
  /** The entry that ran last. */
  readonly last: Pick<HistoryEntry, 'key' | 'order' | 'executedAt'> | null
  /** The newest tag. */
  readonly tag: string | null
}

/** One thing in which the two histories differ. */
export interface DifferingEntry {
  readonly key: ChangesetKey
  readonly state: 'only-in-source' | 'only-in-target' | 'differs'
  /** What differs; for an entry that only one has, its place in the order is told. */
  readonly field: 'checksum' | 'exectype' | 'tag' | 'order'
  readonly source: string | null
  readonly target: string | null
  /** Whether it keeps the target from being brought to the source: contents of a changeset that must not change. */
  readonly diverges: boolean
}

/** How the target comes to where the source is. */
export interface ComparisonPlan {
  readonly verdict: 'equal' | 'package' | 'rollback' | 'by-hand' | 'diverged' | 'no-history'
  readonly sentence: string
  /** The command to type; `FILE` stands for the root changelog. Null where none would do it. */
  readonly command: string | null
  /** For `diverged`: the changesets that part the two. */
  readonly reasons: readonly string[]
}

/** `dvm compare`. In `differences` the source is left: `missing` is what only the source has. */
export interface ComparisonReport {
  readonly equal: boolean
  readonly comparedAt: string
  readonly source: ComparedDatabase
  readonly target: ComparedDatabase
  readonly history: readonly DifferingEntry[]
  readonly differences: readonly SchemaDifference[]
  readonly ignored: IgnoredDifferences
  readonly plan: ComparisonPlan
  readonly notes: readonly string[]
}

/**
 * `dvm drift`. In `differences` what the changesets make is left: `missing` is what the database lacks, `extra` what no
 * changeset made.
 */
export interface DriftReport {
  readonly drifted: boolean
  readonly checkedAt: string
  readonly changelog: string
  readonly database: ComparedDatabase
  /** Of what the changesets make, on the scratch database. */
  readonly fingerprint: string
  /** The server on which they were run again. */
  readonly scratchServer: string
  readonly changesets: number
  readonly differences: readonly SchemaDifference[]
  readonly ignored: IgnoredDifferences
  readonly notes: readonly string[]
}
