import { trimToNull } from '../kit/trim.ts'
import { keyColumns } from './column-list.ts'
import { dropPrimaryKey } from './drop-primary-key.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'
import { bool, required, text } from './shape.ts'
import { structured } from './structured.ts'

/** An index to build it on, and `validate`, are for other databases: they are hashed and no more. */
export const addPrimaryKey = structured('addPrimaryKey', {
  shape: {
    catalogName: text(),
    schemaName: text(),
    tableName: required(text()),
    columnNames: required(text()),
    constraintName: text(),
    tablespace: text(),
    clustered: bool(),
    forIndexName: text(),
    forIndexSchemaName: text(),
    forIndexCatalogName: text(),
    validate: bool(),
  },
  check({ clustered, constraintName }, complain) {
    if (clustered === true && constraintName === null)
      complain('addPrimaryKey with clustered="true" needs a constraintName')
  },
  toSql({ schemaName, tableName, columnNames, constraintName, tablespace, clustered }, context) {
    const table = qualifiedObjectName(schemaName, tableName, context)
    const name = constraintName === null ? null : objectName(constraintName, context.quotingStrategy)
    const constraint = name === null ? '' : `CONSTRAINT ${name} `
    const place = trimToNull(tablespace) === null ? '' : ` USING INDEX TABLESPACE ${tablespace}`
    const add = `ALTER TABLE ${table} ADD ${constraint}PRIMARY KEY (${keyColumns(columnNames, context)})${place}`
    return clustered === true && name !== null ? [add, `CLUSTER ${table} USING ${name}`] : [add]
  },
  inverse({ schemaName, tableName, constraintName, forIndexName }, place) {
    const dropIndex = forIndexName === null ? null : false
    return [dropPrimaryKey.make({ schemaName, tableName, constraintName, dropIndex }, place)]
  },
})
