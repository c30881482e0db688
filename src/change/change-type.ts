import type { XmlElement } from '../document/xml.ts'
import type { Complaint } from '../errors/dvm-error.ts'
import type { Body } from '../model/body.ts'
import type { Change, SqlOptions } from '../model/change.ts'
import type { Changeset } from '../model/changeset.ts'
import type { ChecksumVersion } from '../model/checksum.ts'
import type { Place } from '../model/place.ts'

/** A file that a change names with `path`. */
export interface LoadedFile {
  /** As it stands, a byte order mark included. */
  readonly raw: Body
  /** Expanded, without a byte order mark. */
  readonly body: Body
  readonly place: Place
}

/** What reading a change may ask of its changelog. */
export interface ChangeSource {
  /**
   * The file a change names; `null` after a complaint where it cannot be had. `whole` asks for held text, whatever the
   * size of the file.
   */
  load(element: XmlElement, path: string, whole: boolean): LoadedFile | null
  complain(item: Complaint): void
}

/** What a change's SQL depends on beyond itself. */
export interface SqlContext {
  /** Schema that unqualified names of structured changes get; `null` leaves them unqualified. */
  readonly defaultSchema: string | null
  /** LEGACY where it is not given. */
  readonly quotingStrategy?: Changeset['quotingStrategy']
}

/** SQL as Liquibase would hand it on: to its splitter, or with `options` null to the server, as one statement. */
export interface SqlText {
  readonly body: Body
  readonly options: SqlOptions | null
  readonly source: Place
  /** Databases it is for, as written; `null` for all. */
  readonly dbms: string | null
}

/** What of a change is hashed. */
export interface ChecksumParts {
  /** Hashed as a sorted dump; `null` where only `text` counts. */
  readonly fields: Readonly<Record<string, string | boolean | null>> | null
  /** Hashed with its white space normalised. */
  readonly text: Body | null
  /** What version 8 puts in front of `text`. */
  readonly options: SqlOptions | null
}

/** Everything that is particular to one Liquibase change type. */
export interface ChangeType<C extends Change> {
  /** Takes the change out of XML whose properties are expanded; `null` after a complaint. */
  read(element: XmlElement, source: ChangeSource): C | null
  /** Its part of column DESCRIPTION. */
  describe(change: C): string
  checksumParts(change: C, version: ChecksumVersion): ChecksumParts
  toSql(change: C, context: SqlContext): readonly SqlText[]
}
