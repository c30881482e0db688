import type { SqlContext } from './change-type.ts'
import { checkedRendering } from './checked-rendering.ts'
import { type Column, columns } from './column.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'
import { bindStatement, hole } from './row/bind-statement.ts'
import { boundHole } from './row/bound-hole.ts'
import { cellValueOf } from './row/cell-value.ts'
import { areLarge, valueFiles } from './row/file-fields.ts'
import { insertedLiteral } from './row/inserted-literal.ts'
import { required, text, type ValuesOf } from './shape.ts'
import { type Statement, structured } from './structured.ts'

const shape = {
  catalogName: text(),
  schemaName: text(),
  tableName: required(text()),
  columns: columns('empty'),
  dbms: text(),
  files: valueFiles(),
}

type Insert = ValuesOf<typeof shape>

const base = structured('insert', {
  shape,
  undumped: () => ['files'],
  ...checkedRendering((values: Insert, context): readonly Statement[] => [statementOf(values, context)], refuse),
})

/** A row; `dbms` of its own keeps it from databases, as of `sql`. */
export const insert: typeof base = {
  ...base,
  isLarge: (change) => areLarge((change.fields as Insert).files),
  *toSql(change, context) {
    const { dbms } = change.fields as Insert
    for (const sql of base.toSql(change, context)) yield { ...sql, dbms }
  },
}

function refuse({ columns, tableName }: Insert, complain: (detail: string) => void): void {
  const named = columns?.filter(({ name }) => name !== null) ?? []
  if (columns === null || columns.length === 0) complain(`<insert> into ${tableName} has no columns`)
  else if (named.length < columns.length) complain(`<insert> into ${tableName} has a column without a name`)
  else if (written(columns).length === 0) complain(`<insert> into ${tableName} has only columns of autoIncrement`)
}

/** Large objects go as parameters, and then all values do. */
function isBound({ columns }: Insert): boolean {
  return (columns ?? []).some(({ valueBlobFile, valueClobFile, type }) => {
    return valueBlobFile !== null || valueClobFile !== null || /^[bc]lob$/i.test(type ?? '')
  })
}

function written(columns: Insert['columns']): readonly Column[] {
  return (columns ?? []).filter(({ autoIncrement }) => autoIncrement !== true)
}

function statementOf(values: Insert, context: SqlContext): Statement {
  const table = qualifiedObjectName(values.schemaName, values.tableName, context)
  const name = (column: string | null) => objectName(column ?? '', context.quotingStrategy)
  if (isBound(values)) {
    const columns = written(values.columns)
    const holes = columns.map((one) => boundHole(values, one.name ?? '', cellValueOf(one, null), context))
    const names = columns.map((one) => name(one.name)).join(', ')
    const text = `INSERT INTO ${table}(${names}) VALUES(${holes.map((_, n) => hole(n)).join(', ')})`
    return { text, bind: (statement) => bindStatement(statement, holes, context) }
  }
  // Of columns of one name the first has the place and the last the value.
  const literals = new Map<string | null, string>()
  for (const column of written(values.columns)) {
    literals.set(column.name, insertedLiteral(cellValueOf(column, values.schemaName).value, context))
  }
  return `INSERT INTO ${table} (${[...literals.keys()].map(name).join(', ')}) VALUES (${[...literals.values()].join(', ')})`
}
