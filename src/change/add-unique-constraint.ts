import { trimToNull } from '../kit/trim.ts'
import { keyColumns } from './column-list.ts'
import { dropUniqueConstraint } from './drop-unique-constraint.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'
import { bool, required, text } from './shape.ts'
import { structured } from './structured.ts'

/** `disabled` and `validate` are for other databases: they are hashed and no more. */
export const addUniqueConstraint = structured('addUniqueConstraint', {
  shape: {
    catalogName: text(),
    schemaName: text(),
    tableName: required(text()),
    columnNames: required(text()),
    constraintName: text(),
    tablespace: text(),
    clustered: bool(),
    validate: bool(),
    forIndexName: text(),
    forIndexSchemaName: text(),
    forIndexCatalogName: text(),
    deferrable: bool(),
    initiallyDeferred: bool(),
    disabled: bool(),
  },
  check({ clustered }, complain) {
    if (clustered === true) complain('clustered of addUniqueConstraint is not allowed on postgresql')
  },
  toSql(values, context) {
    const { schemaName, tableName, columnNames, constraintName, forIndexName, forIndexSchemaName } = values
    const name = constraintName === null ? '' : `CONSTRAINT ${objectName(constraintName, context.quotingStrategy)} `
    let sql = `ALTER TABLE ${qualifiedObjectName(schemaName, tableName, context)} ADD ${name}UNIQUE`
    sql += ` (${keyColumns(columnNames, context)})`
    if (values.deferrable === true) sql += ' DEFERRABLE'
    if (values.initiallyDeferred === true) sql += ' INITIALLY DEFERRED'
    if (forIndexName !== null) {
      sql += ` USING INDEX ${qualifiedObjectName(forIndexSchemaName, forIndexName, context)}`
    }
    if (trimToNull(values.tablespace) !== null) {
      sql += `${forIndexName === null ? ' USING INDEX' : ''} TABLESPACE ${values.tablespace}`
    }
    return [sql]
  },
  inverse({ schemaName, tableName, constraintName, columnNames }, place) {
    // Liquibase would go on and drop a constraint called null.
    if (constraintName === null) return null
    return [dropUniqueConstraint.make({ schemaName, tableName, constraintName, uniqueColumns: columnNames }, place)]
  },
})
