import { dollarQuoted, literal } from '../../sql/sql.ts'
import { bareLiteral } from '../data-type/bare-literal.ts'
import { javaText } from '../data-type/sql-value.ts'
import { objectName } from '../object-name.ts'
import { hole } from '../row/bind-statement.ts'
import type { CellValue } from '../row/cell-value.ts'
import type { Statement } from '../structured.ts'
import { askedRows, askingStatement, insertedCell, type Wanted } from './asked-rows.ts'
import { type LoadedRow, type LoadTarget, type TargetColumn, targetColumns } from './loaded-row.ts'

/** How rows are told apart, and what is done with them. */
export interface UpdateOptions {
  /** Names of columns between commas, blanks included. */
  readonly primaryKey: string
  readonly onlyUpdate: boolean
  /** The rows are deleted: that is how the load is undone. */
  readonly undone: boolean
}

/** So many rows go into one statement where the target is asked for types. */
export const ROWS_OF_UPDATE = 50

/** What stands in a statement for the values of its row. */
interface Cells {
  value(one: TargetColumn): string
  /** With its operator; of a column that is not loaded too. */
  comparison(one: TargetColumn | undefined): string
}

/** The statement for a row: it updates the row of its key, or inserts it. Rule: InsertOrUpdateGeneratorPostgres. */
export function updateRow(row: LoadedRow, target: LoadTarget, options: UpdateOptions): string {
  const cellOf = (one: TargetColumn | undefined): CellValue => {
    const cell = one === undefined ? undefined : row[one.index]
    return cell?.kind === 'value' ? cell : nothing
  }
  const inserted = insertedCell(target)
  const compared = comparedCell(target)
  const cells = {
    value: (one: TargetColumn) => inserted(cellOf(one)),
    comparison: (one: TargetColumn | undefined) => withOperator(compared(cellOf(one))),
  }
  return statementFor(cells, target, options)
}

/** Statements that the target puts together, because it is asked for types. */
export interface AskedUpdate {
  /** What comes first. */
  readonly before: Statement
  /** For some rows, by one pattern. */
  rows(rows: readonly LoadedRow[]): Statement
}

export function askedUpdate(target: LoadTarget, options: UpdateOptions): AskedUpdate {
  const wanted: Wanted[] = []
  const place = (one: TargetColumn, manner: 'updated' | 'compared', write: Wanted['write']): string => {
    const known = wanted.findIndex((other) => other.target.index === one.index && other.manner === manner)
    return hole(known === -1 ? wanted.push({ target: one, manner, write }) - 1 : known)
  }
  const compared = comparedCell(target)
  const cells = {
    value: (one: TargetColumn) => place(one, 'updated', insertedCell(target)),
    comparison: (one: TargetColumn | undefined) =>
      one === undefined ? withOperator('NULL') : place(one, 'compared', (cell) => withOperator(compared(cell))),
  }
  // Once for what is wanted; the tag of each statement is chosen by its rows.
  statementFor(cells, target, options, '$row$')
  const text = (rows: readonly LoadedRow[]) => statementFor(cells, target, options, tagFor(rows, target))
  return {
    before: { text: askingStatement(wanted, target), prepared: true },
    rows: (rows) => ({ text: text(rows), bind: (pattern) => [rowLoop(pattern, askedRows(rows, wanted, target))] }),
  }
}

const nothing: CellValue = { value: null, type: null, file: null, encoding: null }

function comparedCell({ context }: LoadTarget): Wanted['write'] {
  return ({ value }) =>
    value === null || javaText(value).toLowerCase() === 'null' ? 'NULL' : bareLiteral(value, context)
}

function withOperator(sql: string): string {
  return sql === 'NULL' ? ' is NULL' : ` = ${sql}`
}

function statementFor(cells: Cells, target: LoadTarget, options: UpdateOptions, tag?: string): string {
  const condition = conditionFor(cells, target, options)
  if (options.undone) return `DELETE FROM ${target.table} WHERE ${condition}`
  const update = updateFor(cells, target, options, condition)
  const insert = options.onlyUpdate ? '' : `IF not found THEN\n${insertFor(cells, target)};\nEND IF;\n`
  return block(`BEGIN\n${update};\n${insert}END;\n`, tag)
}

/** As Liquibase writes it, but for a tag where the text has its `$$`. */
function block(body: string, tag: string | undefined): string {
  const text = `\n${body}`
  if (tag !== undefined) return `DO\n${tag}${text}${tag}\nLANGUAGE plpgsql;`
  return `DO\n${body.includes('$$') ? dollarQuoted(text, 'row') : `$$${text}$$`}\nLANGUAGE plpgsql;`
}

/** One that occurs in none of the names and values. */
function tagFor(rows: readonly LoadedRow[], { table, columns }: LoadTarget): string {
  const text = JSON.stringify([table, columns, rows])
  for (let n = 0; ; n++) if (!text.includes(`$row${n}`)) return `$row${n}$`
}

function conditionFor(cells: Cells, { columns, context }: LoadTarget, { primaryKey }: UpdateOptions): string {
  const targets = targetColumns(columns)
  const conditions = keyColumns(primaryKey).map((name) => {
    const one = targets.find(({ column }) => column.name === name)
    return `${objectName(name, context.quotingStrategy)}${cells.comparison(one)}`
  })
  return conditions.join(' AND ')
}

/** Blanks belong to the name, which then is that of no column. Trailing commas go, as Java's `split` has it. */
function keyColumns(primaryKey: string): readonly string[] {
  return primaryKey.replace(/,+$/, '').split(',')
}

function updateFor(cells: Cells, target: LoadTarget, { primaryKey }: UpdateOptions, condition: string): string {
  const keys = new Set(keyColumns(primaryKey))
  const settings = targetColumns(target.columns)
    .filter(({ column }) => !keys.has(column.name) && column.allowUpdate)
    .sort((a, b) => (a.column.name < b.column.name ? -1 : 1))
    .map((one) => `${objectName(one.column.name, target.context.quotingStrategy)} = ${cells.value(one)}`)
  // Where there is nothing to update, it is only looked whether the row is there.
  if (settings.length === 0) return `perform * from ${target.table} WHERE ${condition}`
  return `UPDATE ${target.table} SET ${settings.join(', ')} WHERE ${condition}`
}

function insertFor(cells: Cells, { table, columns, context }: LoadTarget): string {
  const targets = targetColumns(columns)
  const names = targets.map(({ column }) => objectName(column.name, context.quotingStrategy))
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${targets.map((one) => cells.value(one)).join(', ')})`
}

function rowLoop(pattern: string, query: string): string {
  const parts = pattern.split(/\0(\d+)\0/).map((part, at) => {
    return at % 2 === 0 ? literal(part) : `dvm_row.cells[${Number(part) + 1}]`
  })
  const body = `
DECLARE
  dvm_row record;
BEGIN
  FOR dvm_row IN ${query} LOOP
    EXECUTE ${parts.join(' || ')};
  END LOOP;
END
`
  return `DO ${dollarQuoted(body, 'load')}`
}
