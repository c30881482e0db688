import { childOf, type DocumentNode } from '../document/document-node.ts'
import type { ChangeSource, DumpObject } from './change-type.ts'
import { checkShape } from './read-attributes.ts'
import { bool, type Shape, shapeReader, text, type ValuesOf } from './shape.ts'

/** Fields of `constraints` (Liquibase: ConstraintsConfig). */
const shape = {
  nullable: bool(),
  notNullConstraintName: text(),
  primaryKey: bool(),
  primaryKeyName: text(),
  primaryKeyTablespace: text(),
  references: text(),
  referencedTableCatalogName: text(),
  referencedTableSchemaName: text(),
  referencedTableName: text(),
  referencedColumnNames: text(),
  unique: bool(),
  uniqueConstraintName: text(),
  checkConstraint: text(),
  deleteCascade: bool(),
  foreignKeyName: text(),
  initiallyDeferred: bool(),
  deferrable: bool(),
  validateNullable: bool(),
  validateUnique: bool(),
  validatePrimaryKey: bool(),
  validateForeignKey: bool(),
} satisfies Shape

/** The constraints of a column as written; what is not written is `null`. */
export type Constraints = ValuesOf<typeof shape>

const names = Object.keys(shape)
const read = shapeReader(shape)

/** The `constraints` of a column node, or `null` where it has none. */
export function readConstraints(column: DocumentNode, source: ChangeSource): Constraints | null {
  const node = childOf(column, 'constraints')
  if (node === null) return null
  checkShape(node, source, names)
  return read(node, source)
}

/** All of them count, also those PostgreSQL has no use for. */
export function dumpConstraints(constraints: Constraints): DumpObject {
  return constraints
}

/** Whether a foreign key is asked for: `references`, or a table with columns. */
export function isReference({ references, referencedTableName, referencedColumnNames }: Constraints): boolean {
  return references !== null || (referencedTableName !== null && referencedColumnNames !== null)
}
