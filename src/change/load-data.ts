import { complaint } from '../errors/dvm-error.ts'
import type { SqlContext } from './change-type.ts'
import { CannotRender } from './data-type/cannot-render.ts'
import { isPassedOver, tellTo } from './load-data/forgive.ts'
import { beforeRows, bindRow, insertRows, ROWS_OF_INSERT } from './load-data/insert-rows.ts'
import { commentOf, refuseOptions } from './load-data/load-file.ts'
import { type NumberedRow, type OpenLoad, openLoad, type Tell } from './load-data/load-rows.ts'
import { isLargeLoad, type Load, loadShape } from './load-data/load-shape.ts'
import { batches } from './load-data/loaded-row.ts'
import { type Statement, structured } from './structured.ts'

const base = structured('loadData', {
  shape: loadShape,
  check: refuseOptions,
  *toSql(load, context) {
    if (isPassedOver(context, (quiet, tell) => drain(statements(load, quiet, tell)))) return
    yield* statements(load, context, tellTo(context))
  },
})

/** Rows of a CSV file; its content, and not how the change is written, makes the checksum. */
export const loadData: typeof base = {
  ...base,
  isLarge: (change) => isLargeLoad(change.fields as Load),
  checksumParts: (change) => dataParts(change.fields as Load),
}

/** What of a load is hashed. */
export function dataParts(load: Load): ReturnType<typeof base.checksumParts> {
  const { tableName, data } = load
  const nothing = { fields: null, text: null, options: null }
  return data === null ? nothing : { ...nothing, data: { tableName, file: data, comment: commentOf(load) } }
}

function* statements(load: Load, context: SqlContext, tell: Tell): Generator<Statement> {
  const open = openLoad(load, context, tell)
  if (open === null) return
  const isBound = boundRows(load, open)
  yield* beforeRows(open.target, isBound !== null)
  if (isBound === null) {
    for (const rows of batches(open.rows(), ROWS_OF_INSERT)) {
      yield insertRows(
        rows.map(({ cells }) => cells),
        open.target,
      )
    }
    return
  }
  for (const row of open.rows()) {
    const statement = isBound(row) ? bound(row, open) : null
    if (statement !== null) yield statement
  }
}

/**
 * Which rows are bound to parameters, where any are; the others are then left out. Large objects are always bound. Rule:
 * LoadDataChange.generateStatementsFromRows.
 */
function boundRows(load: Load, open: OpenLoad): ((row: NumberedRow) => boolean) | null {
  const { usePreparedStatements } = load
  const { columns, context } = open.target
  const mayNeed = columns.some(({ type }) => type === 'BLOB' || type === 'CLOB')
  if (usePreparedStatements === true) return () => true
  if (!mayNeed) return null
  let needed: number | null = null
  let others: number | null = null
  for (const row of open.rows('told')) {
    if (needs(row)) needed ??= row.line
    else others ??= row.line
  }
  if (needed === null) return null
  if (usePreparedStatements === false) {
    open.tell(needed, 'the row has a BLOB or CLOB, which usePreparedStatements="false" does not let through', true)
    return null
  }
  if (others !== null && load.data !== null) {
    const detail = 'rows without a BLOB or CLOB are left out where others have one, as Liquibase leaves them out'
    context.warn?.(complaint('CHANGELOG_INVALID', { detail }, { file: load.data.path, line: others, column: 1 }))
  }
  return needs
}

function needs({ cells }: NumberedRow): boolean {
  return cells.some((cell) => cell.kind === 'value' && cell.bound)
}

function bound({ cells, line }: NumberedRow, open: OpenLoad): Statement | null {
  try {
    return bindRow(cells, open.target)
  } catch (error) {
    if (!(error instanceof CannotRender)) throw error
    open.tell(line, error.message, false)
    return null
  }
}

/** Runs a generator for what it tells. */
export function drain(statements: Iterable<unknown>): void {
  const iterator = statements[Symbol.iterator]()
  while (iterator.next().done !== true);
}
