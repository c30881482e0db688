import { checkedRendering } from './checked-rendering.ts'
import { dataTypeSql } from './data-type/write-data-type.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'
import { required, type Shape, text, type ValuesOf } from './shape.ts'
import { structured } from './structured.ts'

const shape = {
  catalogName: text(),
  schemaName: text(),
  tableName: required(text()),
  columnName: required(text()),
  newDataType: required(text()),
} satisfies Shape

export const modifyDataType = structured('modifyDataType', {
  shape,
  ...checkedRendering(({ schemaName, tableName, columnName, newDataType }: ValuesOf<typeof shape>, context) => {
    const column = objectName(columnName, context.quotingStrategy)
    const type = dataTypeSql(newDataType)
    const table = qualifiedObjectName(schemaName, tableName, context)
    return [`ALTER TABLE ${table} ALTER COLUMN ${column} TYPE ${type} USING (${column}::${type})`]
  }),
})
