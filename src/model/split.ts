import type { PackageManifest } from './package.ts'

/** When a part is meant to run: before the application's new version takes over, or once the old one is gone. */
export type Stage = 'before-deploy' | 'after-deploy'
/** What a changeset does: definitions, or nothing but rows. */
export type Work = 'ddl' | 'dml'

/** How a package is cut: at changes of stage and work, or by size. */
export type SplitBy =
  /** `afterDeploy` is an expression over labels; null: everything runs before. */
  { readonly kind: 'phase'; readonly afterDeploy: string | null } | { readonly kind: 'size'; readonly maxBytes: number }

/** One file of a split package: a whole package of its own, which needs those before it to have run. */
export interface SplitPart {
  /** 1-based; the order they run in. */
  readonly number: number
  /** Name in the folder. */
  readonly file: string
  readonly stage: Stage | null
  readonly work: Work | null
  readonly manifest: PackageManifest
}

/** `manifest.json` of a split package. */
export interface SplitManifest {
  readonly product: string
  readonly productVersion: string
  readonly kind: 'split'
  readonly by: SplitBy['kind']
  /** The kind of package that was split. */
  readonly of: PackageManifest['kind']
  readonly generatedAt: string
  readonly changelog: string
  readonly changesets: number
  readonly bytes: number
  /** The one script that runs all parts in order, for psql. */
  readonly run: { readonly file: string; readonly bytes: number; readonly sha256: string }
  readonly parts: readonly SplitPart[]
  /** Changesets that run later than the changelog has them, because their stage comes later: `path::id::author`. */
  readonly moved: readonly string[]
  readonly sources: PackageManifest['sources']
  readonly warnings: PackageManifest['warnings']
}
