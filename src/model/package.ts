import type { SourceFile, Warning } from './changelog.ts'
import type { ChangesetKey } from './changeset.ts'
import type { Checksum } from './checksum.ts'
import type { DumpKind } from './dump-manifest.ts'
import type { SourceFingerprint } from './fingerprint.ts'
import type { PackagePath } from './package-path.ts'
import type { PackageKind } from './selection.ts'

export type TransactionMode = 'per-changeset' | 'single'
/**
 * How a changeset would be undone: by its own rollback, by what Liquibase derives from its changes, or not at all. Only in
 * packages that undo: by what the grammar of PostgreSQL makes of its SQL, or by what it was in an earlier package.
 */
export type RollbackKind = 'own' | 'derived' | 'none' | 'proposed' | 'restored'
/** `own`: the changeset is one transaction. `shared`: with all others. `none`: statements of it cannot be in one. */
export type SectionTransaction = 'own' | 'shared' | 'none'
export type PackageClient = 'any' | 'psql'

/** What the header of a package says for programs. */
export interface PackageFacts {
  readonly product: string
  readonly productVersion: string
  /** Short name, the same for the same contents. */
  readonly id: string
  readonly kind: PackageKind | DumpKind
  readonly generatedAt: string
  readonly changelog: string
  /** The database it was built from, without password; null for none. */
  readonly source: string | null
  readonly changesets: number
  readonly transaction: TransactionMode
  readonly client: PackageClient
  /** `server_version_num` of the oldest server that may run it. */
  readonly minServerVersion: number
  /** Rules that `--allow` loosened. */
  readonly allowed: readonly string[]
  /** Of the source database; null without one, and where it was not asked for. */
  readonly fingerprint: SourceFingerprint | null
  /** From where to where it leads; null for a package that has no such ends. */
  readonly path: { readonly from: PackageEnd; readonly to: PackageEnd } | null
  /** Of a package of a live database: the schemas in it; null for all. */
  readonly schemas?: readonly string[] | null
}

/** Whether it is made of a live database's definitions: it has no changesets, and its rows may be COPY, which is no SQL. */
export function isDump(facts: Pick<PackageFacts, 'kind'>): boolean {
  return dumpKindOf(facts) !== null
}

/** Which of those it is; null for a package of changesets. */
export function dumpKindOf({ kind }: Pick<PackageFacts, 'kind'>): DumpKind | null {
  return kind === 'schema' || kind === 'full' ? kind : null
}

/** One end of the way a package leads. */
export interface PackageEnd {
  /** As it was asked for, or in words. */
  readonly version: string
  /** The changeset that ran last there; null where nothing had run. */
  readonly last: ChangesetKey | null
}

export interface PackagedChangeset {
  readonly key: ChangesetKey
  readonly checksum: Checksum
  /** Physical file and line the changeset begins at. */
  readonly source: string
  readonly line: number
  /** SHA-256 of that file, lower-case hex. */
  readonly sourceSha256: string
  /** Byte range `[start, end)` of its section in the package. */
  readonly start: number
  readonly end: number
  /** 1-based first line of its section. */
  readonly firstLine: number
  readonly transaction: SectionTransaction
  readonly rollback: RollbackKind
}

/** What a package says about itself. Keys are stable: pipelines read them. */
export interface PackageManifest {
  readonly product: string
  readonly productVersion: string
  readonly kind: PackageKind
  readonly generatedAt: string
  readonly transaction: TransactionMode
  readonly client: PackageClient
  readonly changelog: string
  /** Of the source database; null without one, and where it was not asked for. */
  readonly fingerprint: SourceFingerprint | null
  /** From where to where it leads; null for a package that has no such ends. */
  readonly path: PackagePath | null
  readonly changesets: readonly PackagedChangeset[]
  readonly sources: readonly SourceFile[]
  readonly warnings: readonly Warning[]
  /** Rules that `--allow` loosened. */
  readonly allowed: readonly string[]
  readonly bytes: number
  readonly sha256: string
}

/**
 * `<name>-database-package-YYYYMMDD_HHmmss.sql`, time in UTC. Of the name only letters, digits, `_`, `.` and `-` stay, so
 * that it can be quoted in a header and is one file on any disk.
 */
export function formatPackageFileName(name: string, generatedAt: string, form: PackageForm = SQL_PACKAGE): string {
  const safe = name
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 64)
  const digits = new Date(generatedAt).toISOString().replace(/\D/g, '')
  return `${safe === '' ? 'database' : safe}-${form.word}-package-${digits.slice(0, 8)}_${digits.slice(8, 14)}.${form.extension}`
}

/** What the name of a package says of its form. */
export interface PackageForm {
  readonly word: string
  readonly extension: string
}

const SQL_PACKAGE: PackageForm = { word: 'database', extension: 'sql' }
export const LIQUIBASE_PACKAGE: PackageForm = { word: 'liquibase', extension: 'xml' }
