import type { PackageClient, TransactionMode } from './package.ts'
import type { PackageKind, UpTo } from './selection.ts'
import type { Version } from './version.ts'

/** Where the Liquibase tables are and what they are called. */
export interface LiquibaseTables {
  /** `null`: the schema unqualified names go to (`defaultSchema`, else the server's `current_schema()`). */
  readonly schema: string | null
  readonly changelog: string
  readonly lock: string
}

/** The Liquibase tables, once a server has said where unqualified names go. */
export interface PlacedTables extends LiquibaseTables {
  readonly schema: string
}

/** A database to connect to. `password` leaves only through `database/`; messages see `describeTarget`. */
export interface DatabaseTarget {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string | null
  readonly ssl: boolean | { readonly rejectUnauthorized: boolean }
  /** Further run-time parameters, e.g. `application_name`, `options`. */
  readonly parameters: Readonly<Record<string, string>>
}

/** Between which points a package leads: two versions of one history, null for its beginning or end, or two databases. */
export type PackageRange =
  | { readonly kind: 'versions'; readonly from: Version | null; readonly to: Version | null }
  | { readonly kind: 'databases'; readonly from: DatabaseTarget; readonly to: DatabaseTarget }

/** In what other ways Liquibase may be told to read changelogs. */
export interface ParsingModes {
  /** What becomes of a property that nobody defines: it stays as written, nothing stands in its place, or nothing is read. */
  readonly missingProperties: 'preserve' | 'empty' | 'error'
  /** Whether `${:name}` is how `${name}` is written. */
  readonly propertyEscaping: boolean
  /** Whether YAML and JSON may name changes and conditions that nobody knows: they are passed over then. */
  readonly unknownEntries: 'refuse' | 'pass'
}

/** Trusted settings of one run. Only `settings/` makes these. */
export interface Settings {
  /** Root changelog, looked up on the search path; `null` where the command needs none. */
  readonly changelog: string | null
  /** Absolute directories and archives, in order. */
  readonly searchPath: readonly string[]
  /** What is done about a path that several of them have. */
  readonly duplicateFiles: 'refuse' | 'first'
  readonly parsing: ParsingModes
  readonly database: DatabaseTarget | null
  readonly tables: LiquibaseTables
  readonly defaultSchema: string | null
  readonly contexts: readonly string[]
  readonly labelFilter: string | null
  /** `null`: all that is pending. */
  readonly upTo: UpTo | null
  /** `null`: no option asks for a range. */
  readonly range: PackageRange | null
  /** `--define`, and every property source outside the changelog, in order of precedence. */
  readonly properties: readonly (readonly [name: string, value: string])[]
  readonly stateDir: string
  /** ISO 8601 UTC, from `--generated-at` or SOURCE_DATE_EPOCH; `null` means the clock. */
  readonly generatedAt: string | null
  readonly package: {
    readonly kind: PackageKind | null
    readonly transaction: TransactionMode
    readonly client: PackageClient
    /** Seconds a package waits for the changelog lock on the target. */
    readonly lockWait: number
    /** As `server_version_num`, e.g. 140000. */
    readonly minServerVersion: number | null
    readonly allow: readonly string[]
  }
}
