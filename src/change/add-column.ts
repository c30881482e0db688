import { trimToNull } from '../kit/trim.ts'
import { addedColumn } from './added-column.ts'
import type { SqlContext } from './change-type.ts'
import { checkedRendering } from './checked-rendering.ts'
import { type ColumnWith, columns } from './column.ts'
import { assignedLiteral } from './data-type/bare-literal.ts'
import { defaultValueOf, rowValueOf } from './data-type/column-value.ts'
import { dropColumn } from './drop-column.ts'
import { dropDefaultValue } from './drop-default-value.ts'
import { nullability } from './nullability.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'
import { columnRemarks } from './remarks.ts'
import { int, required, type Shape, text, type ValuesOf } from './shape.ts'
import { structured } from './structured.ts'

/** Where in the table the column goes, which PostgreSQL cannot say. */
const placing = { afterColumn: text(), beforeColumn: text(), position: int() } satisfies Shape

const shape = {
  catalogName: text(),
  schemaName: text(),
  tableName: required(text()),
  columns: required(columns('empty', placing)),
} satisfies Shape

type Values = ValuesOf<typeof shape>

/** All columns are added first, then filled, then made not null, then remarked on. */
export const addColumn = structured('addColumn', {
  shape,
  ...checkedRendering(
    (values: Values, context) => [
      ...values.columns.flatMap((column) => addedColumn(values, column, context)),
      ...values.columns.flatMap((column) => fill(values, column, context)),
      ...values.columns.flatMap((column) => forbidNull(values, column, context)),
      ...values.columns.flatMap(({ name, remarks }) =>
        trimToNull(remarks) === null ? [] : [columnRemarks(values, name ?? '', remarks, context)],
      ),
    ],
    refuse,
  ),
  inverse(values, place) {
    const { catalogName, schemaName, tableName, columns } = values
    const defaults = columns.filter((column) => defaultValueOf(column) !== null)
    return [
      ...defaults.map(({ name }) => dropDefaultValue.make({ schemaName, tableName, columnName: name ?? '' }, place)),
      dropColumn.make({ catalogName, schemaName, tableName, columns }, place),
    ]
  },
})

/** Rows that are there already get the column's value. */
function fill(
  { schemaName, tableName }: Values,
  column: Values['columns'][number],
  context: SqlContext,
): readonly string[] {
  const value = rowValueOf(column)
  if (value === null) return []
  const name = objectName(column.name ?? '', context.quotingStrategy)
  return [
    `UPDATE ${qualifiedObjectName(schemaName, tableName, context)} SET ${name} = ${assignedLiteral(value, context)}`,
  ]
}

/** A column that gets values can only be not null once it has them. */
function forbidNull(values: Values, column: Values['columns'][number], context: SqlContext): readonly string[] {
  if (column.constraints?.nullable !== false || rowValueOf(column) === null) return []
  return [nullability({ ...values, columnName: column.name ?? '' }, 'SET NOT NULL', context)]
}

function refuse({ columns }: Values, complain: (detail: string) => void): void {
  if (columns.length === 0) complain('<addColumn> has no column')
  for (const column of columns) refuseColumn(column, complain)
}

function refuseColumn(column: ColumnWith<typeof placing>, complain: (detail: string) => void): void {
  const { name, type, computed } = column
  const which = name === null ? 'a column' : `column ${name}`
  if (trimToNull(name) === null) complain(`${which} of <addColumn> has no name`)
  if (trimToNull(type) === null && computed !== true) complain(`${which} of <addColumn> has no type`)
  for (const place of ['afterColumn', 'beforeColumn', 'position'] as const) {
    if (column[place] !== null) complain(`${which} of <addColumn> has ${place}, which is not allowed on postgresql`)
  }
}
