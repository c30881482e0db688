import type { BundleFacts } from './bundle.ts'
import type { ChangesetKey } from './changeset.ts'
import type { IgnoredDifferences } from './comparison.ts'
import type { PackageFacts } from './package.ts'
import type { SchemaDifference } from './schema.ts'

/** One thing that was tried, in order. */
export interface VerificationStep {
  readonly title: string
  readonly ok: boolean
  readonly milliseconds: number
  /** What came out, or why it failed. */
  readonly detail: string
}

/** A history entry that is not what it should be; `null` where there is none. */
export interface UnexpectedEntry {
  readonly key: ChangesetKey
  readonly field: string
  readonly expected: string | null
  readonly found: string | null
}

/** A table whose rows are not what they should be. */
export interface UnexpectedRows {
  /** Qualified, as SQL. */
  readonly table: string
  readonly expected: { readonly rows: number; readonly digest: string } | null
  readonly found: { readonly rows: number; readonly digest: string } | null
  /** Where both have as many rows: columns whose values differ, as patterns name them; none for a very large table. */
  readonly columns: readonly string[]
}

/**
 * What the database was held against. `database`: a live one. `rebuild`: the same point built from the changelog.
 * `fingerprint`: what the package says its source's catalog was. `package`: nothing but its own changesets.
 */
export type VerificationTruth = 'database' | 'rebuild' | 'fingerprint' | 'package'

/** What a package says of itself, whatever its form: a Liquibase package leads from nowhere to nowhere. */
export type ProvedFacts = PackageFacts | (BundleFacts & Pick<PackageFacts, 'path' | 'schemas'>)

/** `dvm verify`. In `differences` the truth is left: `missing` is what the package did not bring. */
export interface VerificationReport {
  readonly verified: boolean
  readonly verifiedAt: string
  readonly form: 'sql' | 'split' | 'liquibase'
  /** The file, or the folder of a split package. */
  readonly file: string
  /** Of the whole file, as its manifest has it; of a split package, of the manifest. */
  readonly sha256: string
  readonly facts: ProvedFacts
  readonly against: VerificationTruth
  /** In words: the database's label, or which build. */
  readonly truth: string
  readonly scratchServer: string
  readonly steps: readonly VerificationStep[]
  readonly history: readonly UnexpectedEntry[]
  readonly differences: readonly SchemaDifference[]
  readonly ignored: IgnoredDifferences
  /** Null where data was not asked for or there is nothing to hold it against. */
  readonly data: { readonly tables: number; readonly unexpected: readonly UnexpectedRows[] } | null
  /** SHA-256 of the canonical schemas; null where there is no truth to hold it against, or nothing was built. */
  readonly fingerprint: { readonly expected: string | null; readonly found: string | null }
  readonly notes: readonly string[]
}
