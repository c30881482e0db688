import type { SqlContext } from './change-type.ts'
import { checkedRendering } from './checked-rendering.ts'
import { columns } from './column.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'
import { bindStatement, hole } from './row/bind-statement.ts'
import { boundHole } from './row/bound-hole.ts'
import { cellValueOf } from './row/cell-value.ts'
import { areLarge, valueFiles } from './row/file-fields.ts'
import { updatedLiteral } from './row/inserted-literal.ts'
import { refuseParamsAlone, where, whereClause, whereParams } from './row/where-params.ts'
import { required, text, type ValuesOf } from './shape.ts'
import { type Statement, structured } from './structured.ts'

const shape = {
  catalogName: text(),
  schemaName: text(),
  tableName: required(text()),
  columns: columns('empty'),
  where: where(),
  whereParams: whereParams(),
  files: valueFiles(),
}

type Update = ValuesOf<typeof shape>

const base = structured('update', {
  shape,
  undumped: () => ['whereParams', 'files'],
  ...checkedRendering((values: Update, context): readonly Statement[] => [statementOf(values, context)], refuse),
})

export const update: typeof base = { ...base, isLarge: (change) => areLarge((change.fields as Update).files) }

function refuse(values: Update, complain: (detail: string) => void): void {
  const { columns, tableName } = values
  if (columns === null || columns.length === 0) complain(`<update> of ${tableName} has no columns`)
  else if (columns.some(({ name }) => name === null)) complain(`<update> of ${tableName} has a column without a name`)
  refuseParamsAlone(values, complain)
}

function isBound({ columns }: Update): boolean {
  return (columns ?? []).some(({ valueBlobFile, valueClobFile }) => valueBlobFile !== null || valueClobFile !== null)
}

function statementOf(values: Update, context: SqlContext): Statement {
  const table = qualifiedObjectName(values.schemaName, values.tableName, context)
  const condition = whereClause(values.where, values.whereParams, context)
  const write = (settings: readonly Setting[]) => {
    const list = settings.map(([name, value]) => `${objectName(name, context.quotingStrategy)} = ${value}`)
    return `UPDATE ${table} SET ${list.join(', ')}${condition}`
  }
  if (!isBound(values)) return write(literals(values, context))
  const columns = values.columns ?? []
  const holes = columns.map((column) => {
    return boundHole(values, column.name ?? '', cellValueOf(column, values.schemaName), context)
  })
  const text = write(columns.map(({ name }, n) => [name ?? '', hole(n)]))
  return { text, bind: (statement) => bindStatement(statement, holes, context) }
}

type Setting = readonly [name: string, value: string]

/** In the order of their names; of columns of one name the last one counts. */
function literals({ columns, schemaName }: Update, context: SqlContext): readonly Setting[] {
  const settings = new Map<string, string>()
  for (const column of columns ?? []) {
    settings.set(column.name ?? '', updatedLiteral(cellValueOf(column, schemaName).value, context))
  }
  return [...settings].sort(([a], [b]) => (a < b ? -1 : 1))
}
