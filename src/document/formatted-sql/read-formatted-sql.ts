import { type Complaint, complaint } from '../../errors/dvm-error.ts'
import { trim } from '../../kit/trim.ts'
import type { Place } from '../../model/place.ts'
import { unquote } from './attributes.ts'
import { directives as d, isProperty } from './directives.ts'
import type { Line, Lines } from './lines.ts'

/** What a formatted SQL changelog says, in its order. Nothing is expanded: properties may be defined on the way. */
export type FormattedEvent =
  | { readonly kind: 'header'; readonly line: string }
  | { readonly kind: 'property'; readonly line: string; readonly place: Place }
  | {
      readonly kind: 'changeset'
      readonly line: string
      readonly id: string
      readonly author: string
      readonly place: Place
    }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'validCheckSum'; readonly text: string }
  | { readonly kind: 'preconditions'; readonly text: string; readonly place: Place }
  | { readonly kind: 'precondition'; readonly type: string; readonly text: string | null; readonly place: Place }
  | FormattedEnd

/** The end of the changeset that was begun last. */
export interface FormattedEnd {
  readonly kind: 'end'
  /** Offsets of its SQL, in order: all its lines that are no directives. */
  readonly slices: readonly (readonly [start: number, end: number])[]
  /** First line of its SQL. */
  readonly firstLine: number
  /** Text of its `--rollback` lines and rollback blocks; '' when there are none. */
  readonly rollback: string
  readonly rollbackPlace: Place
  /** Liquibase reads the end of a file's last changeset in another way. */
  readonly last: boolean
}

interface Reading {
  readonly lines: Lines
  readonly file: string
  readonly complain: (item: Complaint) => void
  open: OpenChangeset | null
}

interface OpenChangeset {
  readonly slices: [number, number][]
  from: number
  firstLine: number
  rollback: string
  rollbackPlace: Place
}

/** Whether this line, the first that is not blank, makes a `.sql` file a formatted SQL changelog. */
export function isFormattedHeader(line: string): boolean {
  return d.header.test(line)
}

/**
 * Reads a formatted SQL changelog as Liquibase 4.28 does (AbstractFormattedChangeLogParser), in its order of tests.
 * A line it refuses is told to `complain` (FORMATTED_SQL_INVALID) and passed over, so that all of them are found.
 */
export function* readFormattedSql(
  lines: Lines,
  file: string,
  complain: (item: Complaint) => void,
): Generator<FormattedEvent> {
  const reading: Reading = { lines, file, complain, open: null }
  for (let line = lines.nextCandidate(); line !== null; line = lines.nextCandidate()) yield* readLine(reading, line)
  if (reading.open !== null) yield finish(reading.open, lines.end, true)
}

function* readLine(reading: Reading, line: Line): Generator<FormattedEvent> {
  const { text } = line
  if (isProperty(text)) {
    skip(reading, line)
    yield { kind: 'property', line: text, place: placeOf(reading, line) }
    return
  }
  if (d.brokenProperty.test(text)) return refuse(reading, line, '--property name:<name> value:<value>')
  if (d.header.test(text)) yield { kind: 'header', line: text }
  const ignored = d.ignoreLines.exec(text)
  if (ignored !== null) return ignoreLines(reading, line, ignored[1] ?? '')
  if (d.brokenIgnoreLines.test(text)) return refuse(reading, line, '--ignoreLines:<count|start>')
  const changeset = d.changeset.exec(text)
  if (changeset !== null) {
    yield* beginChangeset(reading, line, changeset[1] ?? '', changeset[2] ?? '')
  } else if (d.brokenChangeset.test(text)) {
    refuse(reading, line, '--changeset <author>:<id>')
  } else if (reading.open !== null) {
    yield* readInside(reading, reading.open, line)
  } else if (d.comment.test(text)) {
    report(reading, line, 'a comment line stands outside of a changeset')
  }
}

function* beginChangeset(reading: Reading, line: Line, author: string, id: string): Generator<FormattedEvent> {
  if (reading.open !== null) yield finish(reading.open, line.start, false)
  const place = placeOf(reading, line)
  reading.open = { slices: [], from: line.end, firstLine: line.number + 1, rollback: '', rollbackPlace: place }
  // "author: id", with a space, matches the pattern and is refused all the same.
  const written = /^[ \t\n\v\f\r]*--[ \t\n\v\f\r]*changeset[ \t\n\v\f\r]+/i.exec(line.text)?.[0].length ?? 0
  if (!line.text.startsWith(`${author}:${id}`, written)) return refuse(reading, line, '--changeset <author>:<id>')
  yield { kind: 'changeset', line: line.text, id: unquote(id), author: unquote(author), place }
}

function* readInside(reading: Reading, open: OpenChangeset, line: Line): Generator<FormattedEvent> {
  const { text } = line
  const comment = d.comment.exec(text)
  if (comment !== null) yield { kind: 'comment', text: comment[1] ?? '' }
  else if (d.brokenComment.test(text)) return refuse(reading, line, '--comment <comment>')
  else {
    const checksum = d.validCheckSum.exec(text)
    if (checksum !== null) yield { kind: 'validCheckSum', text: checksum[1] ?? '' }
    else if (d.brokenValidCheckSum.test(text)) return refuse(reading, line, '--validCheckSum: <checksum>')
    else if (!readRollback(reading, open, line)) return yield* readPrecondition(reading, line)
  }
  skip(reading, line)
}

function readRollback(reading: Reading, open: OpenChangeset, line: Line): boolean {
  const rollback = d.rollback.exec(line.text)
  if (rollback !== null) addRollback(open, `${rollback[1] ?? ''}\n`, placeOf(reading, line))
  else if (d.brokenRollback.test(line.text)) refuse(reading, line, '--rollback <SQL>')
  else if (d.rollbackBlock.test(line.text)) readRollbackBlock(reading, open, line)
  else return false
  return true
}

/** The lines of a block are put together without line breaks: so Liquibase does it. */
function readRollbackBlock(reading: Reading, open: OpenChangeset, first: Line): void {
  skipFrom(open, first)
  const place = placeOf(reading, first)
  for (let line = reading.lines.nextLine(); line !== null; line = reading.lines.nextLine()) {
    open.from = line.end
    const end = d.rollbackBlockEnd.exec(line.text)
    if (end !== null) {
      const rest = end[1] ?? ''
      addRollback(open, trim(rest) === '' ? '' : rest, place)
      return
    }
    addRollback(open, line.text, place)
  }
  report(reading, first, 'the rollback comment is not closed')
}

function addRollback(open: OpenChangeset, text: string, place: Place): void {
  if (open.rollback === '') open.rollbackPlace = place
  open.rollback += text
}

function* readPrecondition(reading: Reading, line: Line): Generator<FormattedEvent> {
  const { text } = line
  const place = placeOf(reading, line)
  const container = d.preconditions.exec(text)
  const single = d.precondition.exec(text) ?? d.emptyPrecondition.exec(text)
  if (container !== null) yield { kind: 'preconditions', text: container[1] ?? '', place }
  else if (d.brokenPreconditions.test(text)) return refuse(reading, line, '--preconditions onFail:<…> onError:<…>')
  else if (single !== null) yield { kind: 'precondition', type: single[1] ?? '', text: single[2] ?? null, place }
  else if (d.brokenPrecondition.test(text))
    return refuse(reading, line, '--precondition-sql-check expectedResult:<…> <SQL>')
  else return
  skip(reading, line)
}

function ignoreLines(reading: Reading, directive: Line, what: string): void {
  skip(reading, directive)
  if (/^\d+$/.test(what)) {
    for (let left = Number(what); left > 0; left--) {
      const line = reading.lines.nextLine()
      if (line === null) return
      skip(reading, line)
    }
    return
  }
  if (what !== 'start') {
    report(reading, directive, `ignoreLines:${what} is neither a count, start nor end`)
    return
  }
  for (let line = reading.lines.nextLine(); line !== null; line = reading.lines.nextLine()) {
    skip(reading, line)
    if (d.ignoreLines.exec(line.text)?.[1] === 'end') return
    if (d.oneDashIgnoreLines.test(line.text)) refuse(reading, line, '--ignoreLines:end')
  }
}

/** Takes a line out of the open changeset's SQL. */
function skip(reading: Reading, line: Line): void {
  if (reading.open !== null) skipFrom(reading.open, line)
}

function skipFrom(open: OpenChangeset, line: Line): void {
  // A rollback block has been passed already, its last line included.
  if (line.start < open.from) return
  if (line.start > open.from) open.slices.push([open.from, line.start])
  else if (open.slices.length === 0) open.firstLine = line.number + 1
  open.from = line.end
}

function finish(open: OpenChangeset, end: number, last: boolean): FormattedEnd {
  if (end > open.from) open.slices.push([open.from, end])
  const { slices, firstLine, rollback, rollbackPlace } = open
  return { kind: 'end', slices, firstLine, rollback, rollbackPlace, last }
}

function refuse(reading: Reading, line: Line, expected: string): void {
  report(reading, line, `looks like a changelog directive but is not one; expected: ${expected}`)
  skip(reading, line)
}

function report(reading: Reading, line: Line, detail: string): void {
  reading.complain(complaint('FORMATTED_SQL_INVALID', { detail }, placeOf(reading, line)))
}

function placeOf(reading: Reading, line: Line): Place {
  const column = line.text.length - line.text.trimStart().length + 1
  return { file: reading.file, line: line.number, column }
}
