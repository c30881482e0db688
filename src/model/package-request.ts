import type { Compression, DockerForm, DumpKind, DumpTransaction } from './dump-manifest.ts'
import type { PackageClient, TransactionMode } from './package.ts'
import type { ExpectedRows, RollbackPoint } from './rollback.ts'
import type { UpTo } from './selection.ts'
import type { SplitBy } from './split.ts'
import type { Version } from './version.ts'

/** What may be said of a package of changesets; null leaves it to the settings of the server. */
export interface ChangesetChoice {
  readonly contexts: readonly string[] | null
  /** A label expression. */
  readonly labels: string | null
}

/** How a package of SQL runs; null leaves it to the settings of the server. */
export interface SqlChoice extends ChangesetChoice {
  readonly transaction: TransactionMode | null
  readonly client: PackageClient | null
}

/** Which changesets, where no range says it. */
export type ChangesetsOf = 'deployed' | 'pending' | 'offline'

export interface SqlPackageRequest extends SqlChoice {
  readonly kind: ChangesetsOf
  readonly upTo: UpTo | null
}

/** From one version of the history to another: null is the empty database and the newest. */
export interface IncrementalPackageRequest extends SqlChoice {
  readonly kind: 'incremental'
  readonly versionFrom: Version | null
  readonly versionTo: Version | null
  /** Versions of the changelog in the place of those of the history. */
  readonly offline: boolean
  /** An archive of the package and of the one that undoes it; only of a range that ends at the newest. */
  readonly includeRollback: boolean
}

/** What one registered database has and another lacks, both by the names of their targets. */
export interface EnvironmentPackageRequest extends SqlChoice {
  readonly kind: 'environment'
  /** Has it. */
  readonly sourceTarget: string
  /** Gets it. */
  readonly targetTarget: string
}

export interface RollbackPackageRequest extends SqlChoice {
  readonly kind: 'rollback'
  readonly to: RollbackPoint
  readonly allowIrreversible: boolean
  /** Whether raw SQL may be undone by what the grammar makes of it. */
  readonly proposed: boolean
  readonly expectRows: readonly ExpectedRows[]
  /** Whether every table whose data is at stake must have the rows it has on the source now. */
  readonly expectSourceRows: boolean
}

export interface LiquibasePackageRequest extends ChangesetChoice {
  readonly kind: 'liquibase'
  /** Null: deployed with a database, offline without. */
  readonly of: ChangesetsOf | null
  readonly upTo: UpTo | null
}

/** The definitions of the live database. */
export interface SchemaPackageRequest {
  readonly kind: 'schema'
  /** Names or patterns; none: every schema. */
  readonly schemas: readonly string[]
  readonly excludeTables: readonly string[]
  readonly noOwner: boolean
  readonly noPrivileges: boolean
  readonly noHistory: boolean
  readonly transaction: DumpTransaction
}

/** What is taken of the live database, rows included. */
export interface FullChoice extends Omit<SchemaPackageRequest, 'kind'> {
  readonly includeData: boolean
  readonly includeIndexes: boolean
  readonly includeFunctions: boolean
  readonly excludeTableData: readonly string[]
  /** Rows of one INSERT statement, for any client; null for COPY, which psql alone can read. */
  readonly rowsPerInsert: number | null
}

/**
 * A full dump as SQL, as a Docker build context around it, or as the Liquibase package of everything that was deployed, to
 * which the choices about tables and rows do not apply.
 */
export interface FullPackageRequest extends FullChoice {
  readonly kind: 'full'
  readonly format: 'sql' | 'liquibase' | 'docker'
  readonly compress: Compression
}

/** A Docker build context around a package. */
export interface DockerPackageRequest extends SqlChoice {
  readonly kind: 'docker'
  readonly of: 'sql' | DumpKind
  /** Of the changesets, with `of: sql`. */
  readonly changesets: ChangesetsOf | null
  readonly form: DockerForm
  /** Null: the official image of the source's major version. */
  readonly baseImage: string | null
}

/** A SQL package as numbered files. */
export interface SplitPackageRequest extends SqlChoice {
  readonly kind: 'split'
  readonly of: ChangesetsOf | null
  readonly by: SplitBy
  readonly upTo: UpTo | null
}

/** Every kind of package that can be asked for. */
export type PackageRequest =
  | SqlPackageRequest
  | IncrementalPackageRequest
  | EnvironmentPackageRequest
  | RollbackPackageRequest
  | LiquibasePackageRequest
  | SchemaPackageRequest
  | FullPackageRequest
  | DockerPackageRequest
  | SplitPackageRequest

export type RequestedKind = PackageRequest['kind']

/** Kinds in the order in which they are offered. */
export const REQUESTED_KINDS = [
  'deployed',
  'pending',
  'offline',
  'incremental',
  'environment',
  'rollback',
  'liquibase',
  'schema',
  'full',
  'docker',
  'split',
] as const satisfies readonly RequestedKind[]

/** The registered databases that a request reads beside the one it is sent to: whoever asks needs his right on each. */
export function otherTargetsOf(request: PackageRequest): readonly string[] {
  return request.kind === 'environment' ? [request.sourceTarget, request.targetTarget] : []
}
