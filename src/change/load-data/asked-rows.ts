import { literal } from '../../sql/sql.ts'
import type { SqlContext } from '../change-type.ts'
import type { CellValue } from '../row/cell-value.ts'
import { insertedLiteral } from '../row/inserted-literal.ts'
import {
  type AskedNames,
  type AskedValue,
  askedExpression,
  askedValue,
  hasTextColumn,
  type Manner,
} from './ask-types.ts'
import type { LoadedRow, LoadTarget, TargetColumn } from './loaded-row.ts'

/**
 * A column whose type the changelog does not name has the type it has on the target, and its values are read by that. A
 * package is made without the target. So a load begins with a statement that asks for the types and keeps a query, under a
 * setting of the transaction, which makes SQL of values; the statements for rows hand it their values as text.
 */
const SETTING = 'dvm.load'

/** A value that the query gives. */
export interface Wanted {
  readonly target: TargetColumn
  readonly manner: Manner
  /** The SQL of a value whose type is known. */
  readonly write: (cell: CellValue) => string
}

/** The statement that keeps the query. Its rows are of one column, `cells`, with what is wanted, in order. */
export function askingStatement(wanted: readonly Wanted[], load: LoadTarget): string {
  const cells = wanted.map((one, at) => {
    const place = `[n][${at + 1}]`
    const names = { text: `$1${place}`, date: `$2${place}`, number: `$3${place}` }
    return one.target.column.asked ? expressionOf(one, names, load) : literal(names.text)
  })
  const end = `] AS cells FROM pg_catalog.generate_series(1, pg_catalog.array_length($1, 1)) AS n ORDER BY n`
  return `SELECT pg_catalog.set_config('${SETTING}', 'SELECT ARRAY[' || ${cells.join(` || ', ' || `)} || ${literal(end)}, true);`
}

/** Where the table has a column of text, Liquibase binds the values of all rows; the numbers with a fraction show it. */
function expressionOf({ target, manner }: Wanted, names: AskedNames, { table, columns, context }: LoadTarget): string {
  const { column } = target
  const expression = askedExpression(table, column, names, manner, context)
  if (manner !== 'inserted') return expression
  const fraction = `CASE WHEN ${names.text} ~ '^-?[0-9]*[.][0-9]*[1-9][0-9]*$' THEN pg_catalog.quote_literal(${names.text}) || '::pg_catalog.float8' END`
  const bound = askedExpression(table, column, { ...names, number: fraction }, 'bound', context)
  return `CASE WHEN ${hasTextColumn(
    table,
    columns.filter(({ asked }) => asked),
    context,
  )} THEN ${bound} ELSE ${expression} END`
}

/** The query, as PL/pgSQL runs it for some rows. */
export function askedRows(rows: readonly LoadedRow[], wanted: readonly Wanted[], target: LoadTarget): string {
  const values = rows.map((row) => wanted.map((one) => partsOf(row, one, target.context)))
  const partOf = (part: keyof AskedValue) => values.map((row) => row.map((value) => value[part]))
  const beside = (part: 'date' | 'number') => {
    const all = partOf(part)
    return all.flat().every((value) => value === null) ? 'NULL::pg_catalog.text[]' : arrayOf(all)
  }
  return `EXECUTE pg_catalog.current_setting('${SETTING}') USING ${arrayOf(partOf('text'))}, ${beside('date')}, ${beside('number')}`
}

function partsOf(row: LoadedRow, { target, manner, write }: Wanted, context: SqlContext): AskedValue {
  const cell = row[target.index]
  if (cell?.kind === 'asked') return askedValue(cell.text, manner, context)
  return { text: cell === undefined ? 'NULL' : write(cell), date: null, number: null }
}

function arrayOf(rows: readonly (readonly (string | null)[])[]): string {
  const lines = rows.map((row) => `[${row.map(literal).join(', ')}]`)
  return `ARRAY[${lines.join(',\n')}]::pg_catalog.text[]`
}

/** PL/pgSQL that stops at a value which is none: Liquibase takes the text for the name of a file there. */
export function refuseFileNames({ columns, tableName }: LoadTarget): string {
  const names = columns.filter(({ asked }) => asked).map(({ name }) => name)
  const message = `a value for a column of type text or xml of ${tableName} would be taken for the name of a CLOB file`
  const hint = `name the types of the columns in the changelog, STRING or CLOB: ${names.join(', ')}`
  return `IF pg_catalog.array_position(dvm_row.cells, NULL) IS NOT NULL THEN
      RAISE EXCEPTION USING MESSAGE = ${literal(message)}, HINT = ${literal(hint)};
    END IF;`
}

/** The SQL of a value as INSERT writes it. */
export function insertedCell({ context }: LoadTarget): Wanted['write'] {
  return ({ value }) => insertedLiteral(value, context)
}
