import type { XmlElement } from '../document/xml.ts'
import type { Change, ChangeKind } from '../model/change.ts'
import type { ChecksumVersion } from '../model/checksum.ts'
import type { ChangeSource, ChangeType, ChecksumParts, SqlContext, SqlText } from './change-type.ts'
import { createProcedure } from './create-procedure.ts'
import { createView } from './create-view.ts'
import { empty } from './empty.ts'
import { sql } from './sql.ts'
import { sqlFile } from './sql-file.ts'
import { tagDatabase } from './tag-database.ts'

/** Every kind of change; one that is missing here does not compile. */
const types: { readonly [K in ChangeKind]: ChangeType<Extract<Change, { kind: K }>> } = {
  sql,
  sqlFile,
  createProcedure,
  createView,
  tagDatabase,
  empty,
}

/** The kind that an XML element's name stands for, or `null` where it is not one we know. */
export function changeKindOf(name: string): ChangeKind | null {
  return Object.hasOwn(types, name) ? (name as ChangeKind) : null
}

/** Takes a change out of an element whose properties are expanded; `null` after a complaint. */
export function readChange(kind: ChangeKind, element: XmlElement, source: ChangeSource): Change | null {
  return types[kind].read(element, source)
}

/** The change's part of column DESCRIPTION (Liquibase: AbstractChange.getDescription). */
export function describeChange(change: Change): string {
  return typeOf(change).describe(change)
}

/** What of the change its checksum is made of. */
export function checksumParts(change: Change, version: ChecksumVersion): ChecksumParts {
  return typeOf(change).checksumParts(change, version)
}

/** The change's SQL, in order; empty for changes that only write history. */
export function toSql(change: Change, context: SqlContext): readonly SqlText[] {
  return typeOf(change).toSql(change, context)
}

/** The registry pairs each kind with its type; the compiler cannot follow that through a look-up by a union. */
function typeOf(change: Change): ChangeType<Change> {
  return types[change.kind] as ChangeType<Change>
}
