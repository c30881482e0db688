import type { Warning } from './changelog.ts'
import type { ChangesetKey } from './changeset.ts'
import type { Checksum } from './checksum.ts'
import type { HistoryEntry, LockFacts, LockHolder, ServerFacts } from './history.ts'
import type { MadeObjects } from './made-objects.ts'
import type { Place } from './place.ts'

/** Told while long work goes on. `total` is 0 where it is not known yet. */
export interface Progress {
  readonly phase: 'read' | 'render' | 'write' | 'apply' | 'record'
  readonly done: number
  readonly total: number
  readonly current: string
}
export type OnProgress = (progress: Progress) => void

/** `dvm history`. */
export interface HistoryReport {
  readonly table: string
  readonly tableExists: boolean
  readonly server: ServerFacts
  readonly lock: LockFacts | null
  readonly entries: readonly HistoryEntry[]
}

/** One changeset of the changelog or the history, with where it stands. */
export interface StatusRow {
  readonly key: ChangesetKey
  readonly state: 'ran' | 'pending' | 'drifted' | 'missing' | 'repeated' | 'filtered'
  /** Why, in words: the rule that decided. */
  readonly because: string
  readonly place: Place | null
  readonly recorded: Checksum | null
  readonly computed: Checksum | null
  readonly executedAt: string | null
  readonly order: number | null
}

/** `dvm status`. */
export interface StatusReport {
  readonly changelog: string
  readonly database: string
  readonly total: number
  readonly counts: Readonly<Record<StatusRow['state'], number>>
  readonly rows: readonly StatusRow[]
  readonly lock: LockFacts | null
  readonly warnings: readonly Warning[]
}

export type FaultKind = 'drifted' | 'missing' | 'repeated' | 'orphan' | 'unreadable'

/** `dvm validate`: every fault found; `ok` is false as soon as one of them is not an orphan. */
export interface ValidationReport {
  readonly ok: boolean
  readonly checked: number
  readonly faults: readonly {
    readonly kind: FaultKind
    readonly message: string
    readonly place: Place | null
    readonly recorded: Checksum | null
    readonly computed: Checksum | null
  }[]
  readonly warnings: readonly Warning[]
}

/** One line of `dvm checksums`. */
export interface ChecksumRow {
  readonly key: ChangesetKey
  readonly checksum: Checksum
}

/**
 * `rolled-back`: a package that undoes did so with it. `undone`: it ran, in the one transaction of all, which another one's failure rolled back. `planned`: a dry run would
 * try it.
 */
export type ApplyOutcome =
  | 'applied'
  | 'rolled-back'
  | 'skipped'
  | 'marked-ran'
  | 'not-recorded'
  | 'failed'
  | 'undone'
  | 'never-tried'
  | 'planned'

/** `dvm apply` and `dvm update`: one row per changeset of the package, whatever happened to it. */
export interface ApplyReport {
  readonly ok: boolean
  /** Nothing was tried: what would be is `planned`. */
  readonly dryRun: boolean
  readonly package: string
  readonly database: string
  readonly rows: readonly {
    readonly key: ChangesetKey
    readonly outcome: ApplyOutcome
    readonly milliseconds: number
    /** For `failed`: what PostgreSQL said; for others a reason where there is one. */
    readonly message: string | null
    /** For `failed` and `planned`: the place in the changelog, where it is known. */
    readonly place: Place | null
  }[]
  readonly counts: Readonly<Record<ApplyOutcome, number>>
  /** What a package of a live database made, which has no changesets; null for others, and where it did not complete. */
  readonly made: MadeObjects | null
  /** What stopped the run, where something did: a failed changeset, a refused preflight. */
  readonly failure: { readonly code: string; readonly message: string; readonly hint: string } | null
  readonly milliseconds: number
}

/** What each command says that writes the history; with `dryRun` everything was undone at the end. */
interface HistoryChange {
  readonly dryRun: boolean
  readonly database: string
  readonly table: string
}

/** `dvm tag`. */
export interface TagReport extends HistoryChange {
  readonly tag: string
  /** The entry that carries it now. */
  readonly key: ChangesetKey
  /** The tag that entry had before. */
  readonly before: string | null
  /** Other entries that have the same tag. */
  readonly alsoOn: readonly ChangesetKey[]
}

/** `dvm tag-exists`. */
export interface TagExistsReport {
  readonly database: string
  readonly tag: string
  readonly exists: boolean
  /** The entries that carry it. */
  readonly keys: readonly ChangesetKey[]
}

/** `dvm changelog-sync` and `dvm mark-next-ran`. */
export interface SyncReport extends HistoryChange {
  readonly changelog: string
  /** What was recorded as executed without running it, in order. */
  readonly rows: readonly { readonly key: ChangesetKey; readonly checksum: Checksum; readonly tag: string | null }[]
  /** Entries without a checksum that got one. */
  readonly checksums: number
  /** What `--allow` let pass. */
  readonly notes: readonly string[]
  readonly warnings: readonly Warning[]
}

/** `dvm clear-checksums`. */
export interface ClearChecksumsReport extends HistoryChange {
  readonly cleared: number
}

/** `dvm list-locks`. */
export interface LocksReport {
  readonly database: string
  readonly table: string
  readonly holders: readonly LockHolder[]
}

/** `dvm release-locks`. */
export interface ReleaseLocksReport extends HistoryChange {
  /** Who the lock row named; null where it was free. */
  readonly released: LockHolder | null
  /** Living sessions that still hold the history: a lock row cannot stop them. */
  readonly sessions: readonly LockHolder[]
}

/** `GET /database-versions/health`, shape of the specification. Figures are measured. */
export interface HealthReport {
  readonly status: 'HEALTHY' | 'UNHEALTHY'
  readonly timestamp: string
  readonly packageGeneration: {
    readonly available: boolean
    readonly lastTest: string | null
    /** e.g. `"41 ms"`, of the last package built here. */
    readonly performance: string | null
  }
  readonly database: {
    readonly connected: boolean
    readonly migrationCount: number
    readonly lastMigration: string | null
  }
  readonly system: {
    readonly version: string
    /** Seconds. */
    readonly uptime: number
    readonly memoryUsage: { readonly rss: number; readonly heapUsed: number }
  }
  readonly error?: { readonly message: string }
}

/** One row of `GET /database-versions`. */
export interface VersionRow {
  readonly sequence: number
  readonly id: string
  readonly author: string
  readonly filename: string
  readonly checksum: string | null
  readonly executionType: string
  readonly orderExecuted: number
  readonly liquibaseVersion: string | null
  readonly description: string | null
  readonly comments: string | null
  readonly tag: string | null
  readonly labels: string | null
  readonly contexts: string | null
  readonly deploymentId: string | null
  readonly executedAt: string
  readonly category: string
  readonly semanticVersion: string
  readonly displayName: string
}

/** One of them by its id, with its checksum held against the changelog. */
export interface VersionReport extends VersionRow {
  readonly validation: {
    readonly state: 'valid' | 'drifted' | 'missing' | 'repeated' | 'unknown'
    readonly because: string
    readonly recorded: Checksum | null
    /** Null where nothing was computed: the row has no checksum, or the run's filters leave the changeset out. */
    readonly computed: Checksum | null
    readonly place: Place | null
  }
}

interface NamedCount {
  readonly name: string
  readonly count: number
}

/** `GET /database-versions/statistics`. */
export interface HistoryStatistics {
  readonly total: number
  readonly byExecutionType: readonly NamedCount[]
  readonly byAuthor: readonly NamedCount[]
  readonly byCategory: readonly NamedCount[]
  /** Names are days, `2026-01-31`. */
  readonly byDate: readonly NamedCount[]
  /** The latest ten, the last first. */
  readonly recent: readonly VersionRow[]
  readonly firstExecution: string | null
  readonly lastExecution: string | null
}

/** `GET /database-versions`. */
export interface VersionsReport {
  readonly currentVersion: string | null
  readonly summary: {
    readonly total: number
    readonly applied: number
    /** `null` where the changelog cannot be read: nothing can be said then. */
    readonly pending: number | null
    readonly failed: number
    readonly lastMigrationDate: string | null
  }
  readonly versions: readonly VersionRow[]
}

/** `dvm manifest`: the fragment for a build manifest, figures measured. */
export interface BuildManifest {
  readonly components: {
    readonly DatabaseVersionManager: {
      readonly version: string
      readonly buildDate: string
      readonly commit: string | null
      readonly branch: string | null
      readonly healthStatus: 'HEALTHY' | 'UNHEALTHY'
      readonly capabilities: {
        readonly packageGeneration: boolean
        readonly liquibaseSupport: boolean
        readonly healthMonitoring: boolean
        readonly selfContainedPackages: boolean
      }
      readonly database: {
        readonly connected: boolean
        readonly migrationCount: number
        readonly lastMigration: string | null
        readonly packageGenerationTime: string | null
      }
      readonly package: { readonly file: string; readonly sha256: string; readonly bytes: number } | null
      readonly performance: {
        readonly packageGenerationTime: string | null
        readonly apiResponseTime: string | null
        readonly healthCheckTime: string | null
      }
      readonly deploymentReady: boolean
      readonly deploymentBlocks: readonly string[]
    }
  }
}
