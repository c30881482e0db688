import { attribute, contextOf, flag, unquote } from '../document/formatted-sql/attributes.ts'
import { LargeLines } from '../document/formatted-sql/large-lines.ts'
import { HeldLines } from '../document/formatted-sql/lines.ts'
import {
  type FormattedEnd,
  type FormattedEvent,
  readFormattedSql,
} from '../document/formatted-sql/read-formatted-sql.ts'
import { LineIndex } from '../document/line-index.ts'
import { complaint } from '../errors/dvm-error.ts'
import { trim } from '../kit/trim.ts'
import { type Body, heldBody } from '../model/body.ts'
import { formatKey } from '../model/changeset.ts'
import type { Place } from '../model/place.ts'
import { closeChangeset, type OpenChangeset, openChangeset, sqlOf } from './formatted-changeset.ts'
import { readFormattedPrecondition, startContainer } from './formatted-preconditions.ts'
import { readFormattedRollback } from './formatted-rollback.ts'
import type { Frame } from './frame.ts'
import { logicalPathOf } from './frame.ts'
import { largeBody } from './large-body.ts'
import type { Reading } from './reading.ts'
import { addInRunOrder } from './run-order.ts'
import type { LargeFileFacts } from './scan-large-file.ts'
import { sliceText } from './slice-text.ts'
import { parseValidChecksum } from './valid-checksum.ts'
import { warnOfUnclaimed } from './warn-of-unclaimed.ts'

/** How far into a file that is not held its first changeset is looked for. */
const UNCLAIMED_SEARCH = 1 << 16

/** The SQL of a changeset that ended: `null` where it has none. */
interface EndedSql {
  readonly body: Body
  readonly place: Place
  readonly endsWithSlash: boolean
}

/** Reads a formatted SQL changelog that is held. */
export function readFormattedChangelog(reading: Reading, frame: Frame, source: string): void {
  const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source
  warnOfUnclaimed(reading, text, frame.file.path)
  const lines = new LineIndex(text, frame.file.path)
  const events = readFormattedSql(new HeldLines(text), frame.file.path, (item) => reading.complain(item))
  consume(reading, frame, events, (end) => {
    const sliced = sliceText(text, end.slices, lines)
    const sql = trim(reading.expand(sliced.text, frame, sliced.placeOf))
    if (sql === '') return null
    return { body: heldBody(sql), place: sliced.placeOf(0), endsWithSlash: sql.endsWith('\n/') }
  })
}

/** Reads a formatted SQL changelog that is too large to hold: its bodies are byte ranges. */
export function readLargeChangelog(reading: Reading, frame: Frame, facts: LargeFileFacts): void {
  const { file } = frame
  const [start] = reading.storage.pieces(file.absolute, facts.mark, Math.min(file.bytes, UNCLAIMED_SEARCH))
  const text = start?.toString('utf8').replace(/\r\n?/g, '\n') ?? ''
  warnOfUnclaimed(reading, text.slice(0, text.lastIndexOf('\n') + 1), file.path)
  const pieces = reading.storage.pieces(file.absolute, facts.mark, file.bytes)
  const events = readFormattedSql(new LargeLines(pieces, facts.mark), file.path, (item) => reading.complain(item))
  consume(reading, frame, events, (end) => largeBody(reading, frame, facts, end.slices, end.firstLine))
}

function consume(
  reading: Reading,
  frame: Frame,
  events: Iterable<FormattedEvent>,
  sqlOfEnd: (end: FormattedEnd) => EndedSql | null,
): void {
  const at: { open: OpenChangeset | null; previous: EndedSql | null } = { open: null, previous: null }
  const take = (event: FormattedEvent): void => {
    const { open, previous } = at
    if (event.kind === 'changeset') at.open = openChangeset(reading, frame, event)
    else if (event.kind === 'header') frame.logicalPath = attribute(event.line, 'logicalFilePath')
    else if (event.kind === 'property') defineProperty(reading, frame, event.line, event.place)
    else if (event.kind === 'end') {
      const sql = sqlOfEnd(event)
      if (open !== null && sql === null && previous !== null && event.last && event.slices.length === 0) {
        repeat(reading, frame, open, previous)
      } else if (open !== null) end(reading, frame, open, event, sql)
      at.open = null
      at.previous = sql
    } else if (open !== null) add(reading, frame, open, event)
  }
  for (const event of events) {
    const changeset = event.kind === 'changeset' ? event.place : (at.open?.base.place ?? null)
    reading.within(changeset, () => take(event))
  }
}

type Detail = Exclude<FormattedEvent, { kind: 'changeset' | 'header' | 'property' | 'end' }>

function add(reading: Reading, frame: Frame, open: OpenChangeset, event: Detail): void {
  const complain = reading.complain.bind(reading)
  if (event.kind === 'comment') open.comments = event.text
  else if (event.kind === 'validCheckSum') {
    const checksum = parseValidChecksum(event.text)
    if (checksum !== null) open.validChecksums.push(checksum)
  } else if (event.kind === 'preconditions') open.preconditions = startContainer(event.text, event.place, complain)
  else {
    const text = event.text === null ? null : reading.expand(event.text, frame, () => event.place)
    const condition = readFormattedPrecondition(event.type, text, event.place, complain)
    open.preconditions ??= startContainer('', event.place, complain)
    if (condition !== null) open.preconditions.conditions.push(condition)
  }
}

function end(reading: Reading, frame: Frame, open: OpenChangeset, event: FormattedEnd, sql: EndedSql | null): void {
  if (sql === null) {
    reading.complain(complaint('CHANGESET_EMPTY', { changeset: formatKey(open.base.key) }, open.base.place))
    return
  }
  const change = sqlOf(open, sql.body, sql.place, event.last && sql.endsWithSlash)
  const rollback = readFormattedRollback(reading, frame, open, event)
  addInRunOrder(frame.changesets, closeChangeset(open, change, rollback))
}

/**
 * A file's last line being a changeset's header, Liquibase leaves that changeset the SQL of the one before: its history
 * and checksum say so, hence it is told, not refused.
 */
function repeat(reading: Reading, frame: Frame, open: OpenChangeset, previous: EndedSql): void {
  const { key, place } = open.base
  const message = `changeset ${formatKey(key)} has no SQL; as in Liquibase, it repeats that of the changeset before it`
  reading.warnings.push({ code: 'CHANGESET_EMPTY', message, place, changeset: place })
  addInRunOrder(frame.changesets, closeChangeset(open, sqlOf(open, previous.body, previous.place, false), null))
}

function defineProperty(reading: Reading, frame: Frame, line: string, place: Place): void {
  const expanded = (text: string | null) => (text === null ? null : reading.expand(text, frame, () => place))
  const name = expanded(attribute(line, 'name'))
  if (name === null) {
    // Liquibase keeps it under no name, which nobody can ask for.
    const detail = 'this line defines no property: it has no name:<name>'
    reading.warn(complaint('FORMATTED_SQL_INVALID', { detail }, place))
    return
  }
  const labels = attribute(line, 'labels')
  reading.parameters.define({
    name,
    value: expanded(attribute(line, 'value')),
    context: expanded(contextOf(line)),
    labels: expanded(labels === null ? null : unquote(labels)),
    dbms: expanded(attribute(line, 'dbms')),
    onlyIn: flag(line, 'global', true) ? null : logicalPathOf(frame),
  })
}
