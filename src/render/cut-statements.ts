import type { SqlText } from '../change/change-type.ts'
import { type Complaint, complaint } from '../errors/dvm-error.ts'
import type { Body } from '../model/body.ts'
import type { Place } from '../model/place.ts'
import type { SqlVisitor } from '../model/sql-visitor.ts'
import { executedSql, nativeSql } from '../sql/driver-sql.ts'
import { type StatementPart, splitPieces } from '../sql/liquibase-split.ts'
import { type ScannedStatement, scanStatements } from '../sql/scan-statements.ts'
import { needsWholeStatement, visitStatement } from './visit-statement.ts'

/** What cutting needs of a rendering. */
export interface Cutting {
  readonly readBody: (body: Body) => Iterable<string>
  readonly complain: (item: Complaint) => void
}

export interface CutStatement {
  readonly statement: ScannedStatement
  /** The place of a line and column of the text that was scanned. */
  readonly placeOf: (line: number, column: number) => Place
}

/**
 * The statements of a piece of SQL as they reach the server: cut like Liquibase does, changed by its visitors, freed of what
 * is written for JDBC only, and cut at PostgreSQL's own boundaries.
 */
export function* cutStatements(
  sql: SqlText,
  visitors: readonly SqlVisitor[],
  cutting: Cutting,
): Generator<CutStatement> {
  const pieces = cutting.readBody(sql.body)
  const parts = sql.options === null ? wholeAsParts(pieces) : splitPieces(pieces, sql.options)
  const counting = sql.prepared === true ? [] : visitors
  // The driver's nativeSQL sees what went through the splitter, before anything looks at the whole of a statement.
  const native = sql.options !== null && (sql.bind !== undefined || counting.some(needsWholeStatement))
  const prepared = sql.bind !== undefined || sql.prepared === true
  const moved = sql.bind !== undefined || counting.some((visitor) => visitor.kind !== 'append')
  for (;;) {
    const first = parts.next()
    if (first.done === true) return
    const text = textOf(first.value, parts)
    const begin = placeWithin(sql.source, first.value, 0, 1)
    const refuse = (reason: string) =>
      cutting.complain(complaint('SQL_NOT_PACKAGEABLE', { statement: 'an escape of JDBC', reason }, begin))
    const sent = native ? nativeText(text, refuse) : text
    const visited = counting.length === 0 ? sent : visitStatement(sent, counting, cutting.complain)
    const bound = sql.bind === undefined ? visited : sql.bind([...visited].join(''))
    for (const scanned of scanStatements(bound)) {
      const once = sql.options === null || native ? scanned.text : nativeSql(scanned.text, refuse)
      yield {
        statement: { ...scanned, text: prepared ? nativeSql(once, refuse) : executedSql(once, refuse) },
        // A statement that was changed begins where it began; its lines are no longer those of the file.
        placeOf: (line, column) => (moved ? begin : placeWithin(sql.source, first.value, line, column)),
      }
    }
  }
}

function* nativeText(text: Iterable<string>, refuse: (reason: string) => void): Generator<string> {
  yield nativeSql([...text].join(''), refuse)
}

/** Right to the line; to the column as well, unless a comment before it on the line was taken out. */
function placeWithin(source: Place, part: StatementPart, line: number, column: number): Place {
  const inBody = line === 0 ? part.column + column - 1 : column
  const down = part.line + line
  return { file: source.file, line: source.line + down, column: down === 0 ? source.column + inBody - 1 : inBody }
}

function* wholeAsParts(pieces: Iterable<string>): Generator<StatementPart> {
  let before: string | null = null
  for (const text of pieces) {
    if (before !== null) yield { text: before, line: 0, column: 1, last: false }
    before = text
  }
  yield { text: before ?? '', line: 0, column: 1, last: true }
}

/** The text of one Liquibase statement: its first part, and the parts up to the one that ends it. Most have but one. */
function textOf(first: StatementPart, rest: Iterator<StatementPart>): Iterable<string> {
  return first.last ? [first.text] : textOfParts(first, rest)
}

function* textOfParts(first: StatementPart, rest: Iterator<StatementPart>): Generator<string> {
  yield first.text
  for (let last = false; !last; ) {
    const next = rest.next()
    if (next.done === true) return
    yield next.value.text
    last = next.value.last
  }
}
