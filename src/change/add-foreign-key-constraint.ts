import { referenceColumns } from './column-list.ts'
import { dropForeignKeyConstraint } from './drop-foreign-key-constraint.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'
import { bool, required, text } from './shape.ts'
import { structured } from './structured.ts'

export const addForeignKeyConstraint = structured('addForeignKeyConstraint', {
  shape: {
    baseTableCatalogName: text(),
    baseTableSchemaName: text(),
    baseTableName: required(text()),
    baseColumnNames: required(text()),
    constraintName: required(text()),
    referencedTableCatalogName: text(),
    referencedTableSchemaName: text(),
    referencedTableName: required(text()),
    referencedColumnNames: required(text()),
    deferrable: bool(),
    initiallyDeferred: bool(),
    deleteCascade: bool(),
    onDelete: text(),
    onUpdate: text(),
    referencesUniqueColumn: bool(),
    validate: bool(),
  },
  toSql(values, context) {
    const { baseTableSchemaName, baseTableName, referencedTableSchemaName, referencedTableName } = values
    const base = qualifiedObjectName(baseTableSchemaName, baseTableName, context)
    const referenced = qualifiedObjectName(referencedTableSchemaName, referencedTableName, context)
    const name = objectName(values.constraintName, context.quotingStrategy)
    let sql = `ALTER TABLE ${base} ADD CONSTRAINT ${name} FOREIGN KEY (${referenceColumns(values.baseColumnNames, context)})`
    sql += ` REFERENCES ${referenced} (${referenceColumns(values.referencedColumnNames, context)})`
    const onDelete = deletion(values)
    if (values.onUpdate !== null) sql += ` ON UPDATE ${values.onUpdate}`
    if (onDelete !== null) sql += ` ON DELETE ${onDelete}`
    if (values.deferrable === true) sql += ' DEFERRABLE'
    if (values.initiallyDeferred === true) sql += ' INITIALLY DEFERRED'
    if (values.validate === false) sql += ' NOT VALID'
    return [sql]
  },
  // The two that Liquibase gave up are read, and never told.
  undumped: () => ['deleteCascade', 'referencesUniqueColumn'],
  redump: (fields, values) => ({ ...fields, onDelete: deletion(values) }),
  inverse({ baseTableSchemaName, baseTableName, constraintName }, place) {
    return [dropForeignKeyConstraint.make({ baseTableSchemaName, baseTableName, constraintName }, place)]
  },
})

/** Liquibase takes `deleteCascade` after `onDelete`: written at all, it takes away an `onDelete` that is there. */
function deletion(values: { readonly deleteCascade: boolean | null; readonly onDelete: string | null }): string | null {
  if (values.deleteCascade === null) return values.onDelete
  return values.deleteCascade && values.onDelete === null ? 'CASCADE' : null
}
