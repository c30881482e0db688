import type { BundleManifest } from './bundle.ts'
import type { DockerManifest, DumpManifest } from './dump-manifest.ts'
import type { PackageManifest } from './package.ts'
import type { RequestedKind } from './package-request.ts'
import type { RollbackManifest } from './rollback.ts'
import type { SplitManifest } from './split.ts'

/** A package and the one that undoes it, in one archive. */
export interface PairManifest {
  readonly product: string
  readonly productVersion: string
  readonly kind: 'pair'
  readonly generatedAt: string
  readonly package: { readonly file: string; readonly manifest: PackageManifest }
  readonly rollback: { readonly file: string; readonly manifest: RollbackManifest }
}

export type AnyManifest =
  | PackageManifest
  | RollbackManifest
  | BundleManifest
  | DumpManifest
  | DockerManifest
  | SplitManifest
  | PairManifest

/** What is worth knowing of a package before it is opened. */
export interface StagedFacts {
  /** Letters, digits, `_`, `.` and `-`; letters of any script, as the database has them in its name. */
  readonly fileName: string
  /** Media type. */
  readonly contentType: string
  /** Of the file. */
  readonly bytes: number
  /** Of the file, lower-case hex. */
  readonly sha256: string
  readonly kind: RequestedKind
  /** ISO 8601 UTC. */
  readonly generatedAt: string
  /** How many are in it; of a live database, how many its history has; null where there is no history. */
  readonly changesets: number | null
}
