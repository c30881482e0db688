import type { DocumentNode } from '../document/document-node.ts'
import type { Complaint } from '../errors/dvm-error.ts'
import type { Body, RangesBody } from '../model/body.ts'
import type { Change, SqlOptions } from '../model/change.ts'
import type { Changeset, Fault } from '../model/changeset.ts'
import type { ChecksumVersion } from '../model/checksum.ts'
import type { Place } from '../model/place.ts'

/** A file that a change names with `path`. */
export interface LoadedFile {
  /** As it stands, a byte order mark included. */
  readonly raw: Body
  /** Expanded, without a byte order mark. */
  readonly body: Body
  readonly place: Place
  /** Where the file is not UTF-8: what it is, and what Liquibase reads when it hashes it as if it were, expanded. */
  readonly foreign?: { readonly bytes: RangesBody; readonly asUtf8: Body }
}

/** A file whose bytes are read when they are needed. */
export interface DataFile {
  /** Relative to its search-path root. */
  readonly path: string
  /** All of it; `expressions` is false. */
  readonly body: RangesBody
}

/** What reading a change may ask of its changelog. */
export interface ChangeSource {
  /** Whether the schema the changelog names lets changes have attributes that it does not know. */
  readonly openAttributes: boolean
  /**
   * The file a change names; `null` after a complaint where it cannot be had. `whole` asks for held text, whatever the
   * size of the file.
   */
  load(node: DocumentNode, path: string, whole: boolean): LoadedFile | null
  /**
   * A file of data, which is not expanded; `beside` looks for it beside the changelog, else it is on the search path. `null`
   * after a complaint. Where it is no part of the checksum, its absence blocks no more than a `run`.
   */
  find(node: DocumentNode, path: string, beside: boolean, blocks?: Fault['blocks']): DataFile | null
  /** Its bytes, in pieces: each is gone when the next one is asked for. */
  readBytes(body: RangesBody): Iterable<Buffer>
  /** What keeps the change from running: it counts where its changeset is asked for. */
  complain(item: Fault): void
  /** Worth telling, and no more. */
  warn(item: Complaint): void
}

/** What a change's SQL depends on beyond itself. */
export interface SqlContext {
  /** Schema that unqualified names of structured changes get; `null` leaves them unqualified. */
  readonly defaultSchema: string | null
  /** LEGACY where it is not given. */
  readonly quotingStrategy?: Changeset['quotingStrategy']
  /** The text of a body, in pieces. */
  readonly readBody: (body: Body) => Iterable<string>
  /** The bytes of a data file, in pieces: each is gone when the next one is asked for. */
  readonly readBytes?: (body: RangesBody) => Iterable<Buffer>
  /** Takes what is wrong with data files; where it is not given, the first complaint is thrown. */
  readonly complain?: (item: Complaint) => void
  readonly warn?: (item: Complaint) => void
  /** Of the changeset: where it is false, Liquibase lets data pass that cannot be loaded. */
  readonly failOnError?: boolean | null
}

/** SQL as Liquibase would hand it on: to its splitter, or with `options` null to the server, as one statement. */
export interface SqlText {
  readonly body: Body
  readonly options: SqlOptions | null
  readonly source: Place
  /** Databases it is for, as written; `null` for all. */
  readonly dbms: string | null
  /** Liquibase prepares it apart from the others: what changes the statements of a changeset does not reach it. */
  readonly prepared?: true
  /**
   * Where the body has holes: makes of it what is sent, one statement or more with `;` between them. What changes the
   * statements of a changeset (`modifySql`) comes first, as Liquibase does it before it binds parameters.
   */
  readonly bind?: (statement: string) => Iterable<string>
}

/**
 * A value as it is hashed: a scalar in quotes, an object in brackets, a list of them, or a map of texts in braces; what
 * is `null` is left out, an empty list is not.
 */
export type DumpValue =
  | string
  | number
  | boolean
  | null
  | DumpObject
  | readonly (DumpObject | string)[]
  | ReadonlyMap<string, string>

export interface DumpObject {
  readonly [field: string]: DumpValue
}

/** What of a change is hashed. */
export interface ChecksumParts {
  /** Hashed as a sorted dump; `null` where only `text` counts. */
  readonly fields: DumpObject | null
  /** Hashed with its white space normalised. */
  readonly text: Body | null
  /** What version 8 puts in front of `text`. */
  readonly options: SqlOptions | null
  /** Hashed instead of all this: the table, and what its data file holds beside comments and empty lines. */
  readonly data?: { readonly tableName: string; readonly file: DataFile; readonly comment: string | null }
}

/** Everything that is particular to one Liquibase change type. */
export interface ChangeType<C extends Change> {
  /** Takes the change out of a document whose properties are expanded; `null` after a complaint. */
  read(node: DocumentNode, source: ChangeSource): C | null
  /** Its part of column DESCRIPTION. */
  describe(change: C): string
  checksumParts(change: C, version: ChecksumVersion): ChecksumParts
  /** Its SQL, in order; nothing for changes that only write history. What it takes from large files comes in pieces. */
  toSql(change: C, context: SqlContext): Iterable<SqlText>
  /** Whether its SQL is too much to be held; where it is not given, the size of its body decides. */
  isLarge?(change: C): boolean
  /** The changes that undo it, in the order they run; `null` where Liquibase derives none. */
  inverse(change: C): readonly Change[] | null
}
