import { type Complaint, complaint, DvmError, formatComplaint } from '../../errors/dvm-error.ts'
import { catalogName } from '../catalog-name.ts'
import type { DataFile, SqlContext } from '../change-type.ts'
import { qualifiedObjectName } from '../object-name.ts'
import type { ReadBytes } from '../row/data-file.ts'
import { type LoadColumn, loadColumns, UnnamedColumn } from './load-column.ts'
import { readLoadFile } from './load-file.ts'
import type { Load } from './load-shape.ts'
import type { LoadedRow, LoadTarget } from './loaded-row.ts'
import { NotADate } from './now-expression.ts'
import { type Cell, readCell, UnloadableValue } from './read-cell.ts'
import { warnerOfNumbers, warnOfColumns } from './warn-of-row.ts'

/** So many rows are complained of before the rest is left alone. */
const MOST_COMPLAINTS = 20

/** Takes what is wrong with a file; `forgiven` where Liquibase passes over it with failOnError="false". */
export type Tell = (item: Complaint, forgiven: boolean) => void

const silent = () => undefined

export interface NumberedRow {
  readonly cells: LoadedRow
  readonly line: number
}

export interface OpenLoad {
  readonly target: LoadTarget
  /** Reads the file from its beginning, each time. Rows that cannot be loaded are told, unless they were, and left out. */
  rows(told?: 'told'): Generator<NumberedRow>
  /** What is wrong with a row. */
  tell(line: number, detail: string, forgiven: boolean): void
}

/** Opens the file of a load and reads its header; `null` where it has none that can be loaded by. */
export function openLoad(load: Load, given: SqlContext, tell: Tell): OpenLoad | null {
  const { data } = load
  const context = warningOnce(given)
  const { readBytes } = context
  if (readBytes === undefined) throw new TypeError('data files are read in a context that can')
  if (data === null) return null
  let told = 0
  const tellOf = (line: number, detail: string, forgiven: boolean) => {
    told++
    tell(complaint('CHANGELOG_INVALID', { detail }, { file: data.path, line, column: 1 }), forgiven)
  }
  const columns = attempt(tell, () => columnsOf(load, data, context, readBytes, tellOf))
  if (columns === null) return null
  const target: LoadTarget = {
    schemaName: load.schemaName,
    tableName: load.tableName,
    table: qualifiedObjectName(load.schemaName, load.tableName, context),
    columns: columns.flatMap((column) => (column === null ? [] : [column])),
    files: load.files,
    context,
  }
  const warnOfNumber = warnerOfNumbers(context, data.path)
  const rows = function* (silently?: 'told'): Generator<NumberedRow> {
    const [say, sayOf] = silently === undefined ? ([tell, tellOf] as const) : ([silent, silent] as const)
    const file = readLoadFile(data, load, readBytes, (item) => context.warn?.(item))
    attempt(say, () => file.next())
    for (;;) {
      const next = attempt(say, () => file.next())
      if (next === null || next.done === true || told >= MOST_COMPLAINTS) return
      const { values, line } = next.value
      const cells = cellsOf(values, columns, load, {
        tell: (detail, forgiven) => sayOf(line, detail, forgiven),
        check: (column, cell) => warnOfNumber(column, cell, line),
      })
      if (cells !== null) yield { cells, line }
    }
  }
  return { target, rows, tell: tellOf }
}

/** The file is read more than once, and says the same each time. */
function warningOnce(context: SqlContext): SqlContext {
  const said = new Set<string>()
  const warn = (item: Complaint) => {
    const text = formatComplaint(item)
    if (!said.has(text)) context.warn?.(item)
    said.add(text)
  }
  return { ...context, warn }
}

function columnsOf(
  load: Load,
  data: DataFile,
  context: SqlContext,
  read: ReadBytes,
  tell: OpenLoad['tell'],
): readonly (LoadColumn | null)[] | null {
  const header = readLoadFile(data, load, read, (item) => context.warn?.(item)).next()
  if (header.done === true) {
    tell(1, 'the file is empty: it has no header', true)
    return null
  }
  try {
    const inCatalog = (name: string) => catalogName(name, context.quotingStrategy)
    const columns = loadColumns(header.value.values, load.columns ?? [], inCatalog)
    warnOfColumns(header.value.values, load.columns ?? [], context, data.path)
    if (columns.some((column) => column !== null)) return columns
    tell(1, 'every column is skipped: nothing is left to be loaded', false)
  } catch (error) {
    if (!(error instanceof UnnamedColumn)) throw error
    tell(1, error.message, true)
  }
  return null
}

interface RowTelling {
  tell(detail: string, forgiven: boolean): void
  check(column: LoadColumn, cell: Cell): void
}

function cellsOf(
  values: readonly string[],
  columns: readonly (LoadColumn | null)[],
  load: Load,
  { tell, check }: RowTelling,
): LoadedRow | null {
  if (values.length !== columns.length) {
    const count = values.length === 1 ? 'one value' : `${values.length} values`
    tell(`the row has ${count} and the header ${columns.length}: look for a separator that is not in quotes`, true)
    return null
  }
  try {
    const cells: Cell[] = []
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index]
      if (column == null) continue
      const cell = readCell(column, values[index] ?? '', load.schemaName)
      check(column, cell)
      cells.push(cell)
    }
    return cells
  } catch (error) {
    if (!(error instanceof UnloadableValue) && !(error instanceof NotADate)) throw error
    tell(error.message, error instanceof NotADate || error.forgiven)
    return null
  }
}

/** What cannot be decoded or ends within quotes ends the file. */
function attempt<T>(tell: Tell, step: () => T): T | null {
  try {
    return step()
  } catch (error) {
    if (!(error instanceof DvmError)) throw error
    for (const item of error.complaints) tell(item, false)
    return null
  }
}
