import { nullability } from './nullability.ts'
import { required, requiredToRun, text } from './shape.ts'
import { structured } from './structured.ts'

export const dropNotNullConstraint = structured('dropNotNullConstraint', {
  shape: {
    catalogName: text(),
    schemaName: text(),
    tableName: required(text()),
    columnName: requiredToRun(text()),
    columnDataType: text(),
    constraintName: text(),
  },
  toSql: (values, context) => [nullability(values, 'DROP NOT NULL', context)],
  // Written out, as the two types would import each other.
  inverse: ({ schemaName, tableName, columnName, columnDataType, constraintName }, place) => [
    {
      kind: 'addNotNullConstraint',
      place,
      fields: {
        catalogName: null,
        schemaName,
        tableName,
        columnName,
        defaultNullValue: null,
        columnDataType,
        constraintName,
        validate: null,
      },
    },
  ],
})
