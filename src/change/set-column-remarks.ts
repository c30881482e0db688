import { columnRemarks } from './remarks.ts'
import { required, text } from './shape.ts'
import { structured } from './structured.ts'

/** `columnParentType` is for other databases: PostgreSQL comments on columns of tables and views alike. */
export const setColumnRemarks = structured('setColumnRemarks', {
  shape: {
    catalogName: text(),
    schemaName: text(),
    tableName: required(text()),
    columnName: required(text()),
    remarks: text(),
    columnDataType: text(),
    columnParentType: text(),
  },
  toSql: (values, context) => [columnRemarks(values, values.columnName, values.remarks, context)],
})
