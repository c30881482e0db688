import type { SourceFile, Warning } from './changelog.ts'
import type { ChangesetKey } from './changeset.ts'
import type { Checksum } from './checksum.ts'
import type { SourceFingerprint } from './fingerprint.ts'
import type { PackageKind } from './selection.ts'

/**
 * How a changeset of a Liquibase package keeps its checksum. `computed`: Liquibase computes the source's from the package.
 * `recorded`: it cannot, but takes the source's as valid, and the changeset writes it into its own history row. `accepted`:
 * it takes the source's as valid, and records one of its own where it marks the changeset as run.
 */
export type ChecksumKept = 'computed' | 'recorded' | 'accepted'

export interface BundledChangesetFacts {
  readonly key: ChangesetKey
  /** The source's. */
  readonly checksum: Checksum
  readonly kept: ChecksumKept
  /** Physical file and line the changeset begins at. */
  readonly source: string
  readonly line: number
  /** SHA-256 of that file, lower-case hex. */
  readonly sourceSha256: string
  /** Byte range `[start, end)` of its element in the package. */
  readonly start: number
  readonly end: number
  /** 1-based line its element begins in. */
  readonly firstLine: number
}

/** What the comment at the head of a Liquibase package says for programs. */
export interface BundleFacts {
  readonly product: string
  readonly productVersion: string
  /** Short name, the same for the same contents. */
  readonly id: string
  readonly format: 'liquibase'
  readonly kind: PackageKind
  readonly generatedAt: string
  readonly changelog: string
  /** The database it was built from, without password; null for none. */
  readonly source: string | null
  /** Of the source database; null without one, and where it was not asked for. */
  readonly fingerprint: SourceFingerprint | null
  readonly changesets: number
  readonly checksums: { readonly [K in ChecksumKept]: number }
  /** Rules that `--allow` loosened. */
  readonly allowed: readonly string[]
}

/** What a Liquibase package says about itself. Keys are stable: pipelines read them. */
export interface BundleManifest extends Omit<BundleFacts, 'changesets'> {
  readonly changesets: readonly BundledChangesetFacts[]
  readonly sources: readonly SourceFile[]
  readonly warnings: readonly Warning[]
  readonly bytes: number
  readonly sha256: string
}
