import type { Body } from './body.ts'
import type { Place } from './place.ts'

/** How Liquibase cuts a body of SQL into the statements it sends. */
export interface SqlOptions {
  readonly splitStatements: boolean
  readonly stripComments: boolean
  /** As written in the changelog; `null` means `;`, and a lone `go` or `/` on its line. */
  readonly endDelimiter: string | null
}

/** SQL written in the changelog itself: `<sql>`, a formatted SQL changeset, a plain SQL file. */
export interface SqlChange extends SqlOptions {
  readonly kind: 'sql'
  readonly place: Place
  /** Expanded and trimmed. */
  readonly body: Body
  readonly dbms: string | null
}

/** `<sqlFile>`. Liquibase 4.28 hashes the file as it stands (`raw`) and runs it expanded (`body`). */
export interface SqlFileChange extends SqlOptions {
  readonly kind: 'sqlFile'
  readonly place: Place
  /** The path attribute as written: it goes into DESCRIPTION. */
  readonly path: string
  /** The file's own first character, for messages about its SQL. */
  readonly source: Place
  readonly raw: Body
  /** Its bytes where they are not UTF-8: checksum version 8 hashes those. */
  readonly bytes?: Body
  readonly body: Body
  readonly dbms: string | null
}

export interface CreateProcedureChange {
  readonly kind: 'createProcedure'
  readonly place: Place
  readonly source: Place
  /** Text of the procedure, expanded; from the element or from `path`. */
  readonly body: Body
  /** The file at `path` as it stands: checksum version 8 hashes that. */
  readonly raw?: Body
  /** The same as UTF-8, expanded, where it is not UTF-8: checksum version 9 hashes that. */
  readonly asUtf8?: Body
  readonly path: string | null
  readonly dbms: string | null
  readonly procedureName: string | null
  readonly schemaName: string | null
  readonly catalogName: string | null
  readonly comments: string | null
  readonly encoding: string | null
  readonly relativeToChangelogFile: boolean | null
  readonly replaceIfExists: boolean | null
}

export interface CreateViewChange {
  readonly kind: 'createView'
  readonly place: Place
  readonly source: Place
  /** The select, or with `fullDefinition` the whole statement; expanded. */
  readonly body: Body
  /** The file at `path` as it stands: checksum version 8 hashes that. */
  readonly raw?: Body
  /** The same as UTF-8, expanded, where it is not UTF-8: checksum version 9 hashes that. */
  readonly asUtf8?: Body
  readonly path: string | null
  readonly viewName: string
  readonly schemaName: string | null
  readonly catalogName: string | null
  readonly replaceIfExists: boolean | null
  readonly fullDefinition: boolean | null
  readonly relativeToChangelogFile: boolean | null
  readonly encoding: string | null
  readonly remarks: string | null
}

export interface TagDatabaseChange {
  readonly kind: 'tagDatabase'
  readonly place: Place
  readonly tag: string
}

export interface EmptyChange {
  readonly kind: 'empty'
  readonly place: Place
}

/** A value of a structured change, as its change type reads it. */
export type FieldValue = string | number | boolean | null | object

/** A change that is made of fields only: its change type in `change/` knows which there are and what they mean. */
export interface StructuredChange {
  readonly kind: StructuredKind
  readonly place: Place
  /** By Liquibase's names of the fields; each field of the kind is there, `null` where it is not written. */
  readonly fields: Readonly<Record<string, FieldValue>>
}

export type StructuredKind =
  | 'dropTable'
  | 'setTableRemarks'
  | 'setColumnRemarks'
  | 'renameTable'
  | 'renameColumn'
  | 'modifyDataType'
  | 'dropNotNullConstraint'
  | 'dropDefaultValue'
  | 'dropColumn'
  | 'createTable'
  | 'addNotNullConstraint'
  | 'addDefaultValue'
  | 'addColumn'
  | 'addAutoIncrement'
  | 'addForeignKeyConstraint'
  | 'addPrimaryKey'
  | 'addUniqueConstraint'
  | 'alterSequence'
  | 'createIndex'
  | 'createSequence'
  | 'customChange'
  | 'dropAllForeignKeyConstraints'
  | 'dropForeignKeyConstraint'
  | 'dropIndex'
  | 'dropPrimaryKey'
  | 'dropProcedure'
  | 'dropSequence'
  | 'dropUniqueConstraint'
  | 'dropView'
  | 'executeCommand'
  | 'output'
  | 'renameSequence'
  | 'renameView'
  | 'stop'
  | 'addLookupTable'
  | 'delete'
  | 'insert'
  | 'loadData'
  | 'loadUpdateData'
  | 'mergeColumns'
  | 'update'

/** One Liquibase change type; each kind has its own file in `change/`, and a missing kind does not compile there. */
export type Change =
  | SqlChange
  | SqlFileChange
  | CreateProcedureChange
  | CreateViewChange
  | TagDatabaseChange
  | EmptyChange
  | StructuredChange

export type ChangeKind = Change['kind']
