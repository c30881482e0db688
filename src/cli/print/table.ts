import type { Paint } from './paint.ts'
import { visible } from './visible.ts'

export interface Column {
  readonly title: string
  readonly align?: 'right'
  /** May be cut to fit a terminal; the widest is cut first. */
  readonly cut?: boolean
}

export interface Cell {
  readonly text: string
  readonly paint?: (text: string) => string
}

const GAP = '  '
const NARROWEST = 8

/** A table without borders: aligned columns, cut to `width` where one is given. Ends with a newline. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly (string | Cell)[])[],
  options: { readonly paint: Paint; readonly width: number | null },
): string {
  const cells = rows.map((row) => row.map(toCell))
  const widths = columns.map((column, at) => {
    let widest = column.title.length
    for (const row of cells) widest = Math.max(widest, row[at]?.text.length ?? 0)
    return widest
  })
  if (options.width !== null) shrink(columns, widths, options.width)
  const head = columns.map((column): Cell => ({ text: column.title, paint: options.paint.dim }))
  return [head, ...cells].map((row) => formatRow(columns, widths, row)).join('')
}

function toCell(cell: string | Cell): Cell {
  return typeof cell === 'string' ? { text: visible(cell) } : { ...cell, text: visible(cell.text) }
}

function shrink(columns: readonly Column[], widths: number[], width: number): void {
  let excess = widths.reduce((sum, each) => sum + each, 0) + GAP.length * (widths.length - 1) - width
  while (excess > 0) {
    let widest = -1
    for (const [at, column] of columns.entries()) {
      if (column.cut && (widths[at] ?? 0) > Math.max(NARROWEST, widths[widest] ?? 0)) widest = at
    }
    if (widest === -1) return
    widths[widest] = (widths[widest] ?? 0) - 1
    excess -= 1
  }
}

function formatRow(columns: readonly Column[], widths: readonly number[], row: readonly Cell[]): string {
  const line = columns.map((column, at) => {
    const width = widths[at] ?? 0
    const { text, paint } = row[at] ?? { text: '' }
    const short = text.length > width ? `${text.slice(0, Math.max(0, width - 1))}…` : text
    const last = at === columns.length - 1
    const padded = column.align === 'right' ? short.padStart(width) : last ? short : short.padEnd(width)
    return paint ? paint(padded) : padded
  })
  return `${line.join(GAP).trimEnd()}\n`
}
