import type { Changeset } from './changeset.ts'
import type { Place } from './place.ts'
import type { PreconditionContainer } from './precondition.ts'

/** A file that was read, with the digest of its bytes. */
export interface SourceFile {
  /** Relative to its search-path root. */
  readonly path: string
  readonly bytes: number
  /** SHA-256, lower-case hex. */
  readonly sha256: string
}

/** Something worth telling that does not stop the build. */
export interface Warning {
  readonly code: string
  readonly message: string
  readonly place: Place | null
  /** Where the changeset begins that it is about: told where that is taken by a run. */
  readonly changeset?: Place
}

/** The whole tree, read: changesets in running order. */
export interface Changelog {
  /** The root as resolved on the search path. */
  readonly root: string
  readonly changesets: readonly Changeset[]
  /** Changelog-level preconditions of the root and of every include, in order. */
  readonly preconditions: readonly PreconditionContainer[]
  /** By which those look names up. A root that says nothing, and has no schema that says it, quotes what it must. */
  readonly quotingStrategy: Changeset['quotingStrategy']
  readonly files: readonly SourceFile[]
  readonly warnings: readonly Warning[]
}
