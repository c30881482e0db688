import type { SourceFile, Warning } from './changelog.ts'
import type { ChangesetKey } from './changeset.ts'
import type { Checksum } from './checksum.ts'
import type { PackageKind } from './selection.ts'

export type TransactionMode = 'per-changeset' | 'single'
/** How a changeset would be undone: by its own rollback, by what Liquibase derives from its changes, or not at all. */
export type RollbackKind = 'own' | 'derived' | 'none'
export type PackageClient = 'any' | 'psql'

export interface PackagedChangeset {
  readonly key: ChangesetKey
  readonly checksum: Checksum
  /** Physical file and line the changeset begins at. */
  readonly source: string
  readonly line: number
  /** Byte range `[start, end)` of its section in the package. */
  readonly start: number
  readonly end: number
  /** 1-based first line of its section. */
  readonly firstLine: number
  readonly transaction: 'own' | 'shared' | 'none'
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
export function formatPackageFileName(name: string, generatedAt: string): string {
  const safe = name
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 64)
  const digits = new Date(generatedAt).toISOString().replace(/\D/g, '')
  return `${safe === '' ? 'database' : safe}-database-package-${digits.slice(0, 8)}_${digits.slice(8, 14)}.sql`
}
