import type { Warning } from './changelog.ts'
import type { ChangesetKey } from './changeset.ts'
import type { PackageManifest, RollbackKind } from './package.ts'
import type { Place } from './place.ts'
import type { Version } from './version.ts'

/** Where a rollback ends: at a version, or after so many changesets. */
export type RollbackPoint =
  | { readonly kind: 'version'; readonly version: Version }
  | { readonly kind: 'count'; readonly count: number }

/** A statement that takes data away. */
export interface Destruction {
  /** As PostgreSQL calls it, e.g. `DROP TABLE`, `ALTER COLUMN TYPE`. */
  readonly statement: string
  /** What holds the data, as it is named in the statement: `public.orders`, `orders.total`; empty where nobody can say. */
  readonly object: string
  /** Tables whose rows go or change, as SQL; those that stand under another name by then have the name they begin with. */
  readonly tables: readonly string[]
  /** A schema that goes with every table in it. */
  readonly schema: string | null
}

/** How one changeset is undone, or why it is not. */
export interface UndoneChangeset {
  readonly key: ChangesetKey
  readonly place: Place | null
  /** `stays` is not touched: it is filtered away, in no changelog file any more, or stood at the version as it stands now. */
  readonly rollback: RollbackKind | 'stays'
  /** Why it is undone this way, or cannot be, in words. */
  readonly because: readonly string[]
  readonly destroys: readonly Destruction[]
}

/** A table as SQL names it: `orders`, `public.orders`, `"Odd name"`. */
export const TABLE_NAME = /^(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\d_$]*)(?:\.(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\d_$]*))?$/u

/** Rows that a table must have before anything is undone. */
export interface ExpectedRows {
  /** As SQL. */
  readonly table: string
  readonly rows: number
}

/** What a rollback package says of itself, beside what every package does. */
export interface RollbackManifest extends PackageManifest {
  /** Where the target stands afterwards, in words. */
  readonly to: string
  /** Every changeset that ran after that point, in the order of the package. */
  readonly undoes: readonly UndoneChangeset[]
  readonly destroys: readonly { readonly changeset: string; readonly statement: string; readonly object: string }[]
  readonly expectedRows: readonly ExpectedRows[]
  readonly warnings: readonly Warning[]
}
