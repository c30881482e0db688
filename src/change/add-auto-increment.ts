import type { SqlContext } from './change-type.ts'
import { checkedRendering } from './checked-rendering.ts'
import { parseDataType } from './data-type/parse-data-type.ts'
import { nullability } from './nullability.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'
import { setDefault } from './set-default.ts'
import { bigInt, bool, required, type Shape, text, type ValuesOf } from './shape.ts'
import { structured } from './structured.ts'

const shape = {
  catalogName: text(),
  schemaName: text(),
  tableName: required(text()),
  columnName: required(text()),
  columnDataType: text(),
  startWith: bigInt(),
  incrementBy: bigInt(),
  defaultOnNull: bool(),
  generationType: text(),
} satisfies Shape

/** On PostgreSQL a sequence of its own and not an identity, whatever `generationType` says. */
export const addAutoIncrement = structured('addAutoIncrement', {
  shape,
  ...checkedRendering((values: ValuesOf<typeof shape>, context) => {
    const { schemaName, columnDataType, startWith, incrementBy } = values
    // It says nothing here, but Liquibase stops at one it cannot read.
    if (columnDataType !== null) parseDataType(columnDataType)
    const name = sequenceName(values.tableName, values.columnName, context)
    let sql = `CREATE SEQUENCE  IF NOT EXISTS ${qualifiedObjectName(schemaName, name, context)}`
    if (startWith !== null) sql += ` START WITH ${startWith}`
    if (incrementBy !== null) sql += ` INCREMENT BY ${incrementBy}`
    const next = { kind: 'sequence', call: 'nextval', schema: schemaName, name } as const
    return [sql, nullability(values, 'SET NOT NULL', context), ...setDefault(values, next, context)]
  }),
})

/** In lower case, unless the table's or the column's name has to be quoted. */
function sequenceName(table: string, column: string, { quotingStrategy }: SqlContext): string {
  const isQuoted = [table, column].some((name) => objectName(name, quotingStrategy).startsWith('"'))
  const name = `${table}_${column}_seq`
  return isQuoted ? name : name.toLowerCase()
}
