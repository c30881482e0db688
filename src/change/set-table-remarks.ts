import { tableRemarks } from './remarks.ts'
import { required, text } from './shape.ts'
import { structured } from './structured.ts'

export const setTableRemarks = structured('setTableRemarks', {
  shape: { catalogName: text(), schemaName: text(), tableName: required(text()), remarks: text() },
  toSql: (values, context) => [tableRemarks(values, values.remarks, context)],
})
