import type { Warning } from './changelog.ts'
import type { SourceFingerprint } from './fingerprint.ts'

/** `schema`: the definitions of a database. `full`: its rows as well. */
export type DumpKind = 'schema' | 'full'
/** `single`: everything or nothing. `none`: statement by statement, for what one transaction cannot hold. */
export type DumpTransaction = 'single' | 'none'
export type Compression = 'none' | 'gzip' | 'zstd'

/** What goes into a package of a live database. */
export interface DumpOptions {
  /** Names or patterns, as people write them: `app`, `sales.*_log`, `"Odd Name"`. Empty: every schema. */
  readonly schemas: readonly string[]
  readonly excludeTables: readonly string[]
  readonly excludeTableData: readonly string[]
  readonly privileges: boolean
  readonly owner: boolean
  /** The rows of `databasechangelog`. */
  readonly history: boolean
  readonly data: boolean
  readonly indexes: boolean
  readonly functions: boolean
  /** Rows of one INSERT statement, for any client; null for COPY, which psql alone can read. */
  readonly rowsPerInsert: number | null
  readonly transaction: DumpTransaction
  readonly compress: Compression
}

/** Where the source stood, by its history. */
export interface DumpVersion {
  /** Rows of the history; null where there is no history table. */
  readonly changesets: number | null
  /** `id::author::path` of the last one. */
  readonly lastChangeset: string | null
  /** The last tag in running order. */
  readonly lastTag: string | null
}

/** What a package of kind `schema` or `full` says about itself. Keys are stable: pipelines read them. */
export interface DumpManifest {
  readonly product: string
  readonly productVersion: string
  readonly kind: DumpKind
  readonly generatedAt: string
  /** `user@host:port/database`, without password. */
  readonly source: string
  /** Of the source; null where something of it is left out. */
  readonly fingerprint: SourceFingerprint | null
  readonly serverVersion: string
  readonly encoding: string
  readonly pgDumpVersion: string
  readonly transaction: DumpTransaction
  readonly client: 'any' | 'psql'
  readonly options: DumpOptions
  readonly version: DumpVersion
  /** How many objects of each kind it makes; the footer demands them of the target. */
  readonly objects: Readonly<Record<string, number>>
  /** What the options left out, by name. */
  readonly leftOut: readonly string[]
  readonly warnings: readonly Warning[]
  readonly allowed: readonly string[]
  readonly compression: Compression
  /** Of the file. */
  readonly bytes: number
  readonly sha256: string
  /** Of the SQL in it; the same as the file's where it is not compressed. */
  readonly content: { readonly bytes: number; readonly sha256: string }
}

/** How a container comes to the package: built into its database, or run against another one. */
export type DockerForm = 'database' | 'migrate'

/** What a build context for an image says about itself. */
export interface DockerManifest {
  readonly product: string
  readonly productVersion: string
  readonly kind: 'docker'
  readonly generatedAt: string
  readonly form: DockerForm
  readonly baseImage: string
  /** Kind of the package inside. */
  readonly of: string
  readonly package: { readonly file: string; readonly bytes: number; readonly sha256: string }
  /** Files of the context with their digests, in the order of their names. */
  readonly files: readonly { readonly path: string; readonly bytes: number; readonly sha256: string }[]
  readonly warnings: readonly Warning[]
  readonly allowed: readonly string[]
}
