import { readCsv } from '../../document/csv.ts'
import { decodePieces } from '../../document/decode-pieces.ts'
import type { Complaint } from '../../errors/dvm-error.ts'
import { trim } from '../../kit/trim.ts'
import type { DataFile } from '../change-type.ts'
import type { ReadBytes } from '../row/data-file.ts'

/** How a file of rows is written. */
export interface LoadOptions {
  readonly encoding: string | null
  readonly separator: string | null
  readonly quotchar: string | null
  readonly commentLineStartsWith: string | null
}

export interface LoadRow {
  readonly values: readonly string[]
  readonly line: number
}

/**
 * The header of a file of rows, which may be a comment, and then its rows without comments and empty lines. A row counts
 * as empty that has one value of blanks, quoted or not. Rule: LoadDataChange.generateStatements.
 */
export function* readLoadFile(
  file: DataFile,
  options: LoadOptions,
  read: ReadBytes,
  warn: (item: Complaint) => void,
): Generator<LoadRow> {
  const { encoding, separator, quotchar } = options
  const text = decodePieces(read(file.body), { encoding, file: file.path, warn })
  const comment = commentOf(options)
  const csv = { separator: separatorOf(separator), quote: quoteOf(quotchar) }
  let header = true
  for (const row of readCsv(text, csv, file.path)) {
    const [first = ''] = row.values
    const nothing = (row.values.length === 1 && trim(first) === '') || (comment !== null && first.startsWith(comment))
    if (header || !nothing) yield row
    header = false
  }
}

/** What comments begin with; `null` where there are none. */
export function commentOf({ commentLineStartsWith }: LoadOptions): string | null {
  if (commentLineStartsWith === null) return '#'
  return commentLineStartsWith === '' ? null : commentLineStartsWith
}

/** Of both only the first character counts. */
function separatorOf(separator: string | null): string {
  return separator === '\\t' ? '\t' : (separator ?? ',').charAt(0)
}

function quoteOf(quotchar: string | null): string {
  const quote = quotchar ?? '"'
  // A character no text holds, it is hoped.
  return trim(quote) === '' ? '\u0001' : quote.charAt(0)
}

/** What Liquibase cannot read a file by. */
export function refuseOptions({ separator, quotchar }: LoadOptions, complain: (detail: string) => void): void {
  if (separator === '') complain('separator is empty')
  // It looks for quotes by a regular expression which that character does not make.
  if (/^[()[{*+?\\]/.test(quotchar ?? '')) complain(`quotchar="${quotchar}" is not one that Liquibase can read by`)
}
