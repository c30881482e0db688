import type { BundleFacts } from './bundle.ts'
import type { ChangesetKey } from './changeset.ts'
import type { Checksum } from './checksum.ts'
import type { PackageFacts, RollbackKind, SectionTransaction } from './package.ts'
import type { Place } from './place.ts'

/** One changeset of a package, as its section tells it. */
export interface InspectedChangeset {
  readonly number: number
  readonly key: ChangesetKey
  readonly checksum: Checksum
  /** Where it begins in its changelog. */
  readonly place: Place
  /** SHA-256 of that file when the package was built, lower-case hex. */
  readonly sourceSha256: string
  readonly transaction: SectionTransaction
  readonly rollback: RollbackKind
  /** Byte range `[start, end)` of its section. */
  readonly start: number
  readonly end: number
  /** 1-based first line of its section. */
  readonly firstLine: number
  /** SQL statements a client sends for it, guards included. */
  readonly statements: number
}

/** A file whose bytes are not those that were built. */
export interface AlteredFile {
  readonly path: string
  /** Who says what they were: its last line, or a manifest. */
  readonly by: string
  /** SHA-256 as that says, and as it is. */
  readonly recorded: string
  readonly computed: string
  /** Where a manifest tells: the changeset that is another, as `path::id::author`. */
  readonly changeset: string | null
}

/** What a SQL package says of itself, held against its bytes. */
export interface Inspection {
  readonly form: 'sql'
  readonly file: string
  readonly facts: PackageFacts
  readonly bytes: number
  readonly lines: number
  /** SHA-256 of the whole file, as a manifest has it. */
  readonly sha256: string
  /** SHA-256 of all but the last line: as that line says, and as it is. */
  readonly digest: { readonly recorded: string; readonly computed: string; readonly intact: boolean }
  readonly changesets: readonly InspectedChangeset[]
  readonly altered: readonly AlteredFile[]
  /** What does not fit together: the header's figures, the sections, a manifest. Empty where all does. */
  readonly faults: readonly string[]
  /** The manifest it was held against; null for none. */
  readonly manifest: string | null
  readonly ok: boolean
}

/** The same of a Liquibase package. */
export interface BundleInspection {
  readonly form: 'liquibase'
  readonly file: string
  readonly facts: BundleFacts
  readonly bytes: number
  readonly sha256: string
  /** Whether its last line says of the others what they are. */
  readonly intact: boolean
  readonly changesets: readonly {
    readonly number: number
    readonly key: ChangesetKey
    /** Names of its changes, in order. */
    readonly changes: readonly string[]
    readonly validChecksums: readonly Checksum[]
  }[]
  readonly altered: readonly AlteredFile[]
  readonly faults: readonly string[]
  readonly ok: boolean
}

/** The same of a folder with a `manifest.json`: a split package, or a build context for an image. */
export interface FolderInspection {
  readonly form: 'folder'
  readonly file: string
  readonly kind: 'split' | 'docker'
  readonly generatedAt: string
  readonly files: readonly {
    readonly path: string
    readonly recorded: string
    /** Null where it is not there. */
    readonly computed: string | null
  }[]
  readonly altered: readonly AlteredFile[]
  readonly faults: readonly string[]
  readonly ok: boolean
}

/** `dvm inspect`. */
export type AnyInspection = Inspection | BundleInspection | FolderInspection
