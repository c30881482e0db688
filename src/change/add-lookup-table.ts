import { trim } from '../kit/trim.ts'
import type { Place } from '../model/place.ts'
import { addForeignKeyConstraint } from './add-foreign-key-constraint.ts'
import { addNotNullConstraint } from './add-not-null-constraint.ts'
import { addPrimaryKey } from './add-primary-key.ts'
import { dropForeignKeyConstraint } from './drop-foreign-key-constraint.ts'
import { dropTable } from './drop-table.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'
import { required, text, type ValuesOf } from './shape.ts'
import { structured } from './structured.ts'

const shape = {
  existingTableCatalogName: text(),
  existingTableSchemaName: text(),
  existingTableName: required(text()),
  existingColumnName: required(text()),
  newTableCatalogName: text(),
  newTableSchemaName: text(),
  newTableName: required(text()),
  newColumnName: required(text()),
  newColumnDataType: text(),
  constraintName: text(),
}

type Lookup = ValuesOf<typeof shape>

const base = structured('addLookupTable', {
  shape,
  toSql(values, context) {
    const { existingTableSchemaName, existingTableName, newTableSchemaName, newTableName } = values
    const existing = qualifiedObjectName(existingTableSchemaName, existingTableName, context)
    const lookup = qualifiedObjectName(newTableSchemaName, newTableName, context)
    const column = objectName(values.existingColumnName, context.quotingStrategy)
    const value = objectName(values.newColumnName, context.quotingStrategy)
    return [
      `CREATE TABLE ${lookup} AS SELECT DISTINCT ${column} AS ${value} FROM ${existing} WHERE ${column} IS NOT NULL`,
    ]
  },
  check({ constraintName }, complain) {
    if (constraintName !== null && trim(constraintName) === '') complain('constraintName of <addLookupTable> is blank')
  },
  inverse(values, place) {
    const { existingTableSchemaName, existingTableName, newTableSchemaName, newTableName } = values
    const base = { baseTableSchemaName: existingTableSchemaName, baseTableName: existingTableName }
    return [
      dropForeignKeyConstraint.make({ ...base, constraintName: constraintNameOf(values) }, place),
      dropTable.make({ schemaName: newTableSchemaName, tableName: newTableName }, place),
    ]
  },
})

/** A new table gets the values a column has, each once, and the column refers to it from then on. */
export const addLookupTable: typeof base = {
  ...base,
  *toSql(change, context) {
    const { notNull, primaryKey, foreignKey } = constraints(change.fields as Lookup, change.place)
    yield* base.toSql(change, context)
    yield* addNotNullConstraint.toSql(notNull, context)
    yield* addPrimaryKey.toSql(primaryKey, context)
    yield* addForeignKeyConstraint.toSql(foreignKey, context)
  },
}

function constraints(values: Lookup, place: Place) {
  const { newTableSchemaName: schemaName, newTableName: tableName, newColumnName: columnName } = values
  return {
    notNull: addNotNullConstraint.make({ schemaName, tableName, columnName }, place),
    primaryKey: addPrimaryKey.make({ schemaName, tableName, columnNames: columnName }, place),
    foreignKey: addForeignKeyConstraint.make(
      {
        baseTableSchemaName: values.existingTableSchemaName,
        baseTableName: values.existingTableName,
        baseColumnNames: values.existingColumnName,
        referencedTableSchemaName: schemaName,
        referencedTableName: tableName,
        referencedColumnNames: columnName,
        constraintName: constraintNameOf(values),
      },
      place,
    ),
  }
}

function constraintNameOf({ constraintName, existingTableName, newTableName }: Lookup): string {
  return constraintName ?? `FK_${existingTableName}_${newTableName}`.toUpperCase()
}
