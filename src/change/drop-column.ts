import { trim } from '../kit/trim.ts'
import { columns } from './column.ts'
import { objectName, qualifiedObjectName } from './object-name.ts'
import { required, text } from './shape.ts'
import { structured } from './structured.ts'

/** One column by its name, or a list of them; the list comes first where both are written. */
export const dropColumn = structured('dropColumn', {
  shape: {
    catalogName: text(),
    schemaName: text(),
    tableName: required(text()),
    columnName: text(),
    columns: columns('null'),
  },
  check(values, complain) {
    if (namesOf(values).some((name) => trim(name) === '')) complain('<dropColumn> has no columnName')
  },
  toSql(values, context) {
    const table = qualifiedObjectName(values.schemaName, values.tableName, context)
    return namesOf(values).map(
      (name) => `ALTER TABLE ${table} DROP COLUMN ${objectName(name, context.quotingStrategy)}`,
    )
  },
})

interface Dropped {
  readonly columnName: string | null
  readonly columns: readonly { readonly name: string | null }[] | null
}

function namesOf({ columnName, columns }: Dropped): readonly string[] {
  return (columns ?? [{ name: columnName }]).map(({ name }) => name ?? '')
}
