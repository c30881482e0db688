import type { DocumentNode } from '../document/document-node.ts'
import type { Change, ChangeKind, StructuredChange, StructuredKind } from '../model/change.ts'
import type { ChecksumVersion } from '../model/checksum.ts'
import { addAutoIncrement } from './add-auto-increment.ts'
import { addColumn } from './add-column.ts'
import { addDefaultValue } from './add-default-value.ts'
import { addForeignKeyConstraint } from './add-foreign-key-constraint.ts'
import { addLookupTable } from './add-lookup-table.ts'
import { addNotNullConstraint } from './add-not-null-constraint.ts'
import { addPrimaryKey } from './add-primary-key.ts'
import { addUniqueConstraint } from './add-unique-constraint.ts'
import { alterSequence } from './alter-sequence.ts'
import type { ChangeSource, ChangeType, ChecksumParts, SqlContext, SqlText } from './change-type.ts'
import { createIndex } from './create-index.ts'
import { createProcedure } from './create-procedure.ts'
import { createSequence } from './create-sequence.ts'
import { createTable } from './create-table.ts'
import { createView } from './create-view.ts'
import { customChange } from './custom-change.ts'
import { deleteData } from './delete.ts'
import { dropAllForeignKeyConstraints } from './drop-all-foreign-key-constraints.ts'
import { dropColumn } from './drop-column.ts'
import { dropDefaultValue } from './drop-default-value.ts'
import { dropForeignKeyConstraint } from './drop-foreign-key-constraint.ts'
import { dropIndex } from './drop-index.ts'
import { dropNotNullConstraint } from './drop-not-null-constraint.ts'
import { dropPrimaryKey } from './drop-primary-key.ts'
import { dropProcedure } from './drop-procedure.ts'
import { dropSequence } from './drop-sequence.ts'
import { dropTable } from './drop-table.ts'
import { dropUniqueConstraint } from './drop-unique-constraint.ts'
import { dropView } from './drop-view.ts'
import { empty } from './empty.ts'
import { executeCommand } from './execute-command.ts'
import { insert } from './insert.ts'
import { loadData } from './load-data.ts'
import { loadUpdateData } from './load-update-data.ts'
import { mergeColumns } from './merge-columns.ts'
import { modifyDataType } from './modify-data-type.ts'
import { output } from './output.ts'
import { renameColumn } from './rename-column.ts'
import { renameSequence } from './rename-sequence.ts'
import { renameTable } from './rename-table.ts'
import { renameView } from './rename-view.ts'
import { setColumnRemarks } from './set-column-remarks.ts'
import { setTableRemarks } from './set-table-remarks.ts'
import { sql } from './sql.ts'
import { sqlFile } from './sql-file.ts'
import { stop } from './stop.ts'
import { tagDatabase } from './tag-database.ts'
import { update } from './update.ts'

/** Every kind of change; one that is missing here does not compile. */
const types: {
  readonly [K in ChangeKind]: ChangeType<K extends StructuredKind ? StructuredChange : Extract<Change, { kind: K }>>
} = {
  sql,
  sqlFile,
  createProcedure,
  createView,
  dropTable,
  setTableRemarks,
  setColumnRemarks,
  renameTable,
  renameColumn,
  modifyDataType,
  dropNotNullConstraint,
  dropDefaultValue,
  dropColumn,
  createTable,
  addNotNullConstraint,
  addDefaultValue,
  addColumn,
  addAutoIncrement,
  addForeignKeyConstraint,
  addPrimaryKey,
  addUniqueConstraint,
  alterSequence,
  createIndex,
  createSequence,
  customChange,
  dropAllForeignKeyConstraints,
  dropForeignKeyConstraint,
  dropIndex,
  dropPrimaryKey,
  dropProcedure,
  dropSequence,
  dropUniqueConstraint,
  dropView,
  executeCommand,
  output,
  renameSequence,
  renameView,
  stop,
  tagDatabase,
  empty,
  addLookupTable,
  delete: deleteData,
  insert,
  loadData,
  loadUpdateData,
  mergeColumns,
  update,
}

/** The kind that a node's name stands for, or `null` where it is not one we know. */
export function changeKindOf(name: string): ChangeKind | null {
  return Object.hasOwn(types, name) ? (name as ChangeKind) : null
}

/** Takes a change out of a node whose properties are expanded; `null` after a complaint. */
export function readChange(kind: ChangeKind, node: DocumentNode, source: ChangeSource): Change | null {
  return types[kind].read(node, source)
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
export function toSql(change: Change, context: SqlContext): Iterable<SqlText> {
  return typeOf(change).toSql(change, context)
}

/** Whether its SQL is too much to be held. */
export function isLarge(change: Change): boolean {
  return typeOf(change).isLarge?.(change) ?? ('body' in change && change.body.kind === 'ranges')
}

/** The changes that undo it; `null` where neither it nor Liquibase knows any. */
export function inverseOf(change: Change): readonly Change[] | null {
  return typeOf(change).inverse(change)
}

/** The registry pairs each kind with its type; the compiler cannot follow that through a look-up by a union. */
function typeOf(change: Change): ChangeType<Change> {
  return types[change.kind] as ChangeType<Change>
}
