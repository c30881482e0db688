import type { Compression, DockerForm, DumpKind, DumpTransaction } from '../../model/dump-manifest.ts'
import type { PackageClient, TransactionMode } from '../../model/package.ts'
import type {
  ChangesetChoice,
  ChangesetsOf,
  DockerPackageRequest,
  EnvironmentPackageRequest,
  FullChoice,
  FullPackageRequest,
  IncrementalPackageRequest,
  LiquibasePackageRequest,
  RollbackPackageRequest,
  SchemaPackageRequest,
  SplitPackageRequest,
  SqlChoice,
  SqlPackageRequest,
} from '../../model/package-request.ts'
import type { ExpectedRows } from '../../model/rollback.ts'
import type { UpTo } from '../../model/selection.ts'
import type { SplitBy } from '../../model/split.ts'
import type { Version } from '../../model/version.ts'

/** As a caller gives it: what is left out is undefined. */
type Given<T> = { readonly [K in keyof T]?: T[K] | undefined }

interface Filters {
  readonly contexts: readonly string[]
  readonly labels: string
}
interface Running extends Filters {
  readonly transaction: TransactionMode
  readonly client: PackageClient
}
interface HowFar {
  readonly count: number
  readonly toTag: string
}
export interface Expecting {
  readonly expectRows: readonly ExpectedRows[]
  readonly expectSourceRows: boolean
}

export function toSqlRequest(given: Given<Running & HowFar> & { readonly kind: ChangesetsOf }): SqlPackageRequest {
  return { kind: given.kind, upTo: upToOf(given), ...sqlChoice(given) }
}

export function toIncrementalRequest(
  given: Given<Running & { versionFrom: Version; versionTo: Version; offline: boolean; includeRollback: boolean }>,
): IncrementalPackageRequest {
  return {
    kind: 'incremental',
    versionFrom: given.versionFrom ?? null,
    versionTo: given.versionTo ?? null,
    offline: given.offline ?? false,
    includeRollback: given.includeRollback ?? false,
    ...sqlChoice(given),
  }
}

export function toEnvironmentRequest(
  given: Given<Running> & { readonly sourceTarget: string; readonly targetTarget: string },
): EnvironmentPackageRequest {
  const { sourceTarget, targetTarget } = given
  return { kind: 'environment', sourceTarget, targetTarget, ...sqlChoice(given) }
}

/** Exactly one of `to`, `count` and `toDate` is given: the schemas see to it. */
export function toRollbackRequest(
  given: Given<
    Running & Expecting & { to: Version; count: number; toDate: Version; allowIrreversible: boolean; proposed: boolean }
  >,
): RollbackPackageRequest {
  const version = given.to ?? given.toDate
  const point =
    version === undefined
      ? ({ kind: 'count', count: given.count ?? 1 } as const)
      : { kind: 'version' as const, version }
  return {
    kind: 'rollback',
    to: point,
    allowIrreversible: given.allowIrreversible ?? false,
    proposed: given.proposed ?? true,
    expectRows: given.expectRows ?? [],
    expectSourceRows: given.expectSourceRows ?? false,
    ...sqlChoice(given),
  }
}

export function toLiquibaseRequest(given: Given<Filters & HowFar & { of: ChangesetsOf }>): LiquibasePackageRequest {
  return { kind: 'liquibase', of: given.of ?? null, upTo: upToOf(given), ...changesetChoice(given) }
}

export function toSchemaRequest(given: Given<Omit<SchemaPackageRequest, 'kind'>>): SchemaPackageRequest {
  return { kind: 'schema', ...schemaChoice(given) }
}

export function toFullRequest(
  given: Given<FullChoice & { format: FullPackageRequest['format']; compress: Compression }>,
): FullPackageRequest {
  return {
    kind: 'full',
    format: given.format ?? 'sql',
    compress: given.compress ?? 'none',
    includeData: given.includeData ?? true,
    includeIndexes: given.includeIndexes ?? true,
    includeFunctions: given.includeFunctions ?? true,
    excludeTableData: given.excludeTableData ?? [],
    rowsPerInsert: given.rowsPerInsert ?? null,
    ...schemaChoice(given),
  }
}

export function toDockerRequest(
  given: Given<Running & { of: 'sql' | DumpKind; changesets: ChangesetsOf; form: DockerForm; baseImage: string }>,
): DockerPackageRequest {
  return {
    kind: 'docker',
    of: given.of ?? 'sql',
    changesets: given.changesets ?? null,
    form: given.form ?? 'database',
    baseImage: given.baseImage ?? null,
    ...sqlChoice(given),
  }
}

export function toSplitRequest(
  given: Given<Running & HowFar & { of: ChangesetsOf; by: SplitBy['kind']; afterDeploy: string; maxMegabytes: number }>,
): SplitPackageRequest {
  const by: SplitBy =
    given.by === 'size'
      ? { kind: 'size', maxBytes: (given.maxMegabytes ?? 10) * 1_000_000 }
      : { kind: 'phase', afterDeploy: given.afterDeploy ?? null }
  return { kind: 'split', of: given.of ?? null, by, upTo: upToOf(given), ...sqlChoice(given) }
}

function changesetChoice(given: Given<Filters>): ChangesetChoice {
  return { contexts: given.contexts ?? null, labels: given.labels ?? null }
}

function sqlChoice(given: Given<Running>): SqlChoice {
  return { ...changesetChoice(given), transaction: given.transaction ?? null, client: given.client ?? null }
}

function schemaChoice(given: Given<Omit<SchemaPackageRequest, 'kind'>>): Omit<SchemaPackageRequest, 'kind'> {
  const transaction: DumpTransaction = given.transaction ?? 'single'
  return {
    schemas: given.schemas ?? [],
    excludeTables: given.excludeTables ?? [],
    noOwner: given.noOwner ?? false,
    noPrivileges: given.noPrivileges ?? false,
    noHistory: given.noHistory ?? false,
    transaction,
  }
}

function upToOf({ count, toTag }: Given<HowFar>): UpTo | null {
  if (toTag !== undefined) return { kind: 'tag', tag: toTag }
  return count === undefined ? null : { kind: 'count', count }
}
