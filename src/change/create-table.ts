import { trimToNull } from '../kit/trim.ts'
import { checkedRendering } from './checked-rendering.ts'
import { type Column, columns } from './column.ts'
import { dropTable } from './drop-table.ts'
import { columnRemarks, tableRemarks } from './remarks.ts'
import { bool, required, type Shape, text, type ValuesOf } from './shape.ts'
import { structured } from './structured.ts'
import { tableDefinition } from './table-definition.ts'

const shape = {
  catalogName: text(),
  schemaName: text(),
  tableName: required(text()),
  tableType: text(),
  tablespace: text(),
  remarks: text(),
  ifNotExists: bool(),
  columns: required(columns('empty')),
} satisfies Shape

type Values = ValuesOf<typeof shape>

export const createTable = structured('createTable', {
  shape,
  ...checkedRendering((values: Values, context) => {
    const { remarks, columns } = values
    const statements = [tableDefinition(values, context)]
    if (trimToNull(remarks) !== null) statements.push(tableRemarks(values, remarks, context))
    for (const column of columns) {
      if (trimToNull(column.remarks) === null) continue
      statements.push(columnRemarks(values, column.name ?? '', column.remarks, context))
    }
    return statements
  }, refuse),
  undumped: () => ['ifNotExists'],
  inverse: ({ catalogName, schemaName, tableName }, place) => [
    dropTable.make({ catalogName, schemaName, tableName }, place),
  ],
})

function refuse({ columns }: Values, complain: (detail: string) => void): void {
  if (columns.length === 0) complain('<createTable> has no column')
  for (const column of columns) refuseColumn(column, complain)
}

function refuseColumn({ name, type, computed, remarks }: Column, complain: (detail: string) => void): void {
  const which = name === null ? 'a column' : `column ${name}`
  // Only who comments on a column looks whether its name is blank.
  const nameless = trimToNull(remarks) === null ? name === null : trimToNull(name) === null
  if (nameless) complain(`${which} of <createTable> has no name`)
  if (type === null && computed !== true) complain(`${which} of <createTable> has no type`)
}
