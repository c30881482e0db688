import { dollarQuoted, literal } from '../../sql/sql.ts'
import { objectName } from '../object-name.ts'
import { bindStatement, type Hole, hole } from '../row/bind-statement.ts'
import { boundHole } from '../row/bound-hole.ts'
import { boundLiteral } from '../row/bound-literal.ts'
import type { Statement } from '../structured.ts'
import { askedRows, askingStatement, insertedCell, refuseFileNames, type Wanted } from './asked-rows.ts'
import { isAsked, type LoadedRow, type LoadTarget, targetColumns } from './loaded-row.ts'

/** Liquibase's batches of 50 are of 51 (InsertSetGenerator). */
export const ROWS_OF_INSERT = 51

/** Statements that come before the first row. */
export function beforeRows(target: LoadTarget, isBound: boolean): readonly Statement[] {
  if (!isAsked(target)) return []
  return [{ text: askingStatement(isBound ? boundColumns(target) : insertedColumns(target), target), prepared: true }]
}

/** One INSERT for some rows. */
export function insertRows(rows: readonly LoadedRow[], target: LoadTarget): Statement {
  const columns = targetColumns(target.columns)
  const names = columns.map(({ column }) => objectName(column.name, target.context.quotingStrategy))
  const header = `INSERT INTO ${target.table} (${names.join(', ')}) VALUES `
  if (isAsked(target)) return { text: `${header}${hole(0)};`, bind: (pattern) => [askedInsert(pattern, rows, target)] }
  const write = insertedCell(target)
  const lines = rows.map((row) => {
    const values = columns.map(({ index }) => {
      const cell = row[index]
      return cell?.kind === 'value' ? write(cell) : 'NULL'
    })
    return `(${values.join(', ')})`
  })
  return `${header}${lines.join(',')};`
}

function insertedColumns(target: LoadTarget): readonly Wanted[] {
  const write = insertedCell(target)
  return targetColumns(target.columns).map((one) => ({ target: one, manner: 'inserted', write }))
}

function askedInsert(pattern: string, rows: readonly LoadedRow[], target: LoadTarget): string {
  const [before = '', after = ''] = pattern.split(hole(0)).map(literal)
  const body = `
DECLARE
  dvm_row record;
  dvm_list text := '';
BEGIN
  FOR dvm_row IN ${askedRows(rows, insertedColumns(target), target)} LOOP
    ${refuseFileNames(target)}
    dvm_list := dvm_list || ',(' || pg_catalog.array_to_string(dvm_row.cells, ', ') || ')';
  END LOOP;
  EXECUTE ${before} || pg_catalog.substr(dvm_list, 2) || ${after};
END
`
  return `DO ${dollarQuoted(body, 'load')}`
}

/** One INSERT for one row whose values Liquibase binds to parameters. CannotRender where one cannot be bound. */
export function bindRow(row: LoadedRow, target: LoadTarget): Statement {
  const { context, columns, table } = target
  const names = columns.map(({ name }) => objectName(name, context.quotingStrategy))
  let asked = 0
  const holes = columns.map((column, index): Hole => {
    const cell = row[index]
    if (cell?.kind === 'value') return boundHole(target, column.name, cell, context)
    asked++
    return { kind: 'asked', expression: `dvm_row.cells[${asked}]` }
  })
  const text = `INSERT INTO ${table}(${names.join(', ')}) VALUES(${holes.map((_, n) => hole(n)).join(', ')})`
  const query = asked === 0 ? undefined : rowQuery(row, target)
  return { text, bind: (statement) => bindStatement(statement, holes, context, query) }
}

function boundColumns({ columns }: LoadTarget): readonly Wanted[] {
  const all = columns.map((column, index) => ({ column, index }))
  return all
    .filter(({ column }) => column.asked)
    .map((one) => ({ target: one, manner: 'bound', write: ({ value, type }) => boundLiteral(value, type) }))
}

/** PL/pgSQL that has the SQL of a row's values in `dvm_row.cells`. */
function rowQuery(row: LoadedRow, target: LoadTarget): string {
  const query = askedRows([row], boundColumns(target), target)
  return `${query.replace(' USING ', ' INTO dvm_row USING ')};\n    ${refuseFileNames(target)}`
}
