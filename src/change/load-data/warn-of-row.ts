import { complaint } from '../../errors/dvm-error.ts'
import { trim } from '../../kit/trim.ts'
import type { SqlContext } from '../change-type.ts'
import type { LoadColumn, LoadConfig } from './load-column.ts'
import type { Cell } from './read-cell.ts'

/** Rows that are nearly all odd need not all be told. */
const MOST_WARNINGS = 20

/** Tells of each `column` that names nothing in the header. */
export function warnOfColumns(
  header: readonly string[],
  configs: readonly LoadConfig[],
  context: SqlContext,
  file: string,
): void {
  const headers = header.map((one) => trim(one).toLowerCase())
  for (const { name, header: own, index } of configs) {
    const written = [name, own].filter((one) => one !== null)
    const found = written.some((one) => headers.includes(trim(one).toLowerCase()))
    if (found || written.length === 0 || (index !== null && index >= 0 && index < headers.length)) continue
    const detail = `column ${own ?? name} is not in the header: it is passed over, as Liquibase does`
    context.warn?.(complaint('CHANGELOG_INVALID', { detail }, { file, line: 1, column: 1 }))
  }
}

/** Makes what tells of text in a column of numbers: Liquibase takes it for an expression, and few mean one. */
export function warnerOfNumbers(
  context: SqlContext,
  file: string,
): (column: LoadColumn, cell: Cell, line: number) => void {
  let told = 0
  return ({ name, type }, cell, line) => {
    if (type !== 'NUMERIC' || cell.kind !== 'value' || cell.value?.kind !== 'function' || told++ >= MOST_WARNINGS)
      return
    const detail = `${cell.value.text} is no number: column ${name} takes it as an expression of SQL, as in Liquibase`
    context.warn?.(complaint('CHANGELOG_INVALID', { detail }, { file, line, column: 1 }))
  }
}
