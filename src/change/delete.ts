import { checkedRendering } from './checked-rendering.ts'
import type { Column } from './column.ts'
import { qualifiedObjectName } from './object-name.ts'
import { refuseParamsAlone, where, whereClause, whereParams } from './row/where-params.ts'
import { required, text } from './shape.ts'
import { structured } from './structured.ts'

/** `delete` is a word of JavaScript. */
export const deleteData = structured('delete', {
  shape: {
    catalogName: text(),
    schemaName: text(),
    tableName: required(text()),
    where: where(),
    whereParams: whereParams(),
  },
  undumped: () => ['whereParams'],
  ...checkedRendering(({ schemaName, tableName, where, whereParams }: Delete, context) => {
    const table = qualifiedObjectName(schemaName, tableName, context)
    return [`DELETE FROM ${table}${whereClause(where, whereParams, context)}`]
  }, refuseParamsAlone),
})

interface Delete {
  readonly schemaName: string | null
  readonly tableName: string
  readonly where: string | null
  readonly whereParams: readonly Column[] | null
}
