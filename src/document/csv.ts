import { fail } from '../errors/dvm-error.ts'

export interface CsvOptions {
  /** One UTF-16 code unit each, as Liquibase takes them. */
  readonly separator: string
  readonly quote: string
}

/** One record: its values, and the line its first character stands on, from 1. */
export interface CsvRecord {
  readonly values: readonly string[]
  readonly line: number
}

/**
 * The records of a CSV file, read as Liquibase 4.28 reads them: by opencsv's RFC4180Parser, whose ways with quotes are its
 * own. A quote counts only at the beginning of a field; what stands between the closing quote and the next separator
 * belongs to the value; a field whose quotes do not come out even goes on in the next line, quoted or not. Line ends
 * within values become LF. An empty line is a record of one empty value.
 *
 * Our own reader and none of npm's, because theirs refuse or read otherwise what this one lets pass. Each character is looked
 * at once, also in a field of many lines. Fails with CHANGELOG_INVALID where the file ends within quotes.
 */
export function* readCsv(pieces: Iterable<string>, options: CsvOptions, file: string): Generator<CsvRecord> {
  const { separator, quote } = options
  let line = 0
  let started: { readonly values: string[]; readonly line: number } | null = null
  let open: OpenField | null = null
  for (const text of linesOf(pieces)) {
    line++
    if (open === null && !text.includes(quote)) {
      yield { values: text.split(separator), line }
      continue
    }
    started ??= { values: [], line }
    open = takeLine(text, open, started.values, options, line)
    if (open !== null) continue
    yield { values: started.values.map((value) => withoutQuotes(value, quote)), line: started.line }
    started = null
  }
  if (open !== null) {
    const detail = `the file ends within a field whose ${quote} does not close`
    throw fail('CHANGELOG_INVALID', { detail }, { file, line: open.line, column: open.column })
  }
}

/** A field that goes on in the next line. */
interface OpenField {
  readonly quoted: boolean
  /** Quotes seen so far, the opening one included. */
  readonly quotes: number
  /** Its text so far, in lines. */
  readonly lines: string[]
  readonly line: number
  readonly column: number
}

/** Takes the fields of a line; the last one is returned where it goes on. `open` goes on at the line's beginning. */
function takeLine(
  text: string,
  open: OpenField | null,
  values: string[],
  { separator, quote }: CsvOptions,
  line: number,
): OpenField | null {
  let at = 0
  // An empty line has no field of its own; nor has the rest behind a separator that ends the line.
  let rest = open ?? (text === '' ? null : fieldAt(text, 0, quote, line))
  while (rest !== null) {
    const end = rest.quoted
      ? closingEnd(text, rest === open ? at : at + 1, rest.quotes, separator, quote)
      : separatorAfter(text, at, separator)
    const own = text.slice(at, end)
    const field = { ...rest, quotes: (rest === open ? rest.quotes : 0) + countOf(quote, own) }
    at = end + 1
    const last = at >= text.length
    if (last && goesOn(field, own, quote)) {
      field.lines.push(own)
      return field
    }
    field.lines.push(own)
    values.push(field.lines.join('\n'))
    rest = last ? null : fieldAt(text, at, quote, line)
  }
  if (text.endsWith(separator)) values.push('')
  return null
}

function fieldAt(text: string, at: number, quote: string, line: number): OpenField {
  const quoted = text.startsWith(quote, at)
  return { quoted, quotes: quoted ? 1 : 0, lines: [], line, column: at + 1 }
}

/** Where a quoted field ends: at the separator behind a closing quote, which is the second, fourth … of its quotes. */
function closingEnd(text: string, from: number, quotesBefore: number, separator: string, quote: string): number {
  let quotes = quotesBefore
  for (let at = text.indexOf(quote, from); at !== -1; at = text.indexOf(quote, at + 1)) {
    quotes++
    if (quotes % 2 === 0 && text.startsWith(separator, at + 1)) return at + 1
  }
  return text.length
}

function separatorAfter(text: string, from: number, separator: string): number {
  const at = text.indexOf(separator, from)
  return at === -1 ? text.length : at
}

/** Also a closed field goes on where something stands behind its last quote. */
function goesOn(field: OpenField, own: string, quote: string): boolean {
  return field.quotes % 2 === 1 || (field.quoted && !own.endsWith(quote))
}

function countOf(quote: string, text: string): number {
  let count = 0
  for (let at = text.indexOf(quote); at !== -1; at = text.indexOf(quote, at + 1)) count++
  return count
}

/** A value without the quotes around it, and with one for each two within. A lone quote is part of the value. */
function withoutQuotes(value: string, quote: string): string {
  if (!value.includes(quote)) return value
  const inner = value.startsWith(quote) && countOf(quote, value) > 1 ? trimQuotes(value, quote) : value
  return inner.replaceAll(quote + quote, quote)
}

function trimQuotes(value: string, quote: string): string {
  return value.endsWith(quote) ? value.slice(1, -1) : value.slice(1)
}

/** Lines as Java's BufferedReader cuts them: at LF, CR or CR LF; nothing after the last line end is no line. */
function* linesOf(pieces: Iterable<string>): Generator<string> {
  let begun = ''
  let afterReturn = false
  for (const piece of pieces) {
    if (piece === '') continue
    let from: number = afterReturn && piece.startsWith('\n') ? 1 : 0
    afterReturn = false
    for (const [end, next] of lineEnds(piece, from)) {
      yield begun + piece.slice(from, end)
      begun = ''
      from = next
      afterReturn = next === piece.length && piece.endsWith('\r')
    }
    begun += piece.slice(from)
  }
  if (begun !== '') yield begun
}

/** Where each line of a piece ends and where the next one begins; both kinds of end are searched once. */
function* lineEnds(piece: string, from: number): Generator<readonly [end: number, next: number]> {
  let feed = piece.indexOf('\n', from)
  let carriage = piece.indexOf('\r', from)
  while (feed !== -1 || carriage !== -1) {
    const end = feed === -1 || (carriage !== -1 && carriage < feed) ? carriage : feed
    const next = end === carriage && feed === end + 1 ? end + 2 : end + 1
    yield [end, next]
    if (feed !== -1 && feed < next) feed = piece.indexOf('\n', next)
    if (carriage !== -1 && carriage < next) carriage = piece.indexOf('\r', next)
  }
}
