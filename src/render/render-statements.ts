import type { SqlText } from '../change/change-type.ts'
import { type Complaint, complaint } from '../errors/dvm-error.ts'
import { splitList } from '../kit/trim.ts'
import type { Body } from '../model/body.ts'
import type { Warning } from '../model/changelog.ts'
import { type Changeset, formatKey } from '../model/changeset.ts'
import { admitsPostgres } from '../model/expression.ts'
import type { RenderedStatement } from '../model/fragment.ts'
import { formatPlace, type Place } from '../model/place.ts'
import { classifyStatement } from '../sql/classify-statement.ts'
import { withoutJdbcEscapes } from '../sql/jdbc-escapes.ts'
import { type StatementPart, splitPieces } from '../sql/liquibase-split.ts'
import { type ScannedStatement, scanStatements } from '../sql/scan-statements.ts'

export interface Rendering {
  readonly toSql: (change: Changeset['changes'][number]) => readonly SqlText[]
  readonly readBody: (body: Body) => Iterable<string>
  readonly complain: (item: Complaint) => void
  readonly warn: (warning: Warning) => void
}

/** The statements of a changeset, in order; what cannot be rendered is complained of with its place. */
export function* renderStatements(changeset: Changeset, rendering: Rendering): Generator<RenderedStatement> {
  for (const change of changeset.changes) {
    for (const sql of rendering.toSql(change)) {
      if (!admitsPostgres(splitList(sql.dbms ?? '').filter((name) => name !== ''))) continue
      for (const found of cut(sql, rendering)) yield* judge(found, changeset, rendering)
    }
  }
}

interface Cut {
  readonly statement: ScannedStatement
  /** The place of a line and column of the text that was scanned. */
  readonly placeOf: (line: number, column: number) => Place
}

/** Right to the line; to the column as well, unless a comment before it on the line was taken out. */
function placeWithin(source: Place, part: StatementPart, line: number, column: number): Place {
  const inBody = line === 0 ? part.column + column - 1 : column
  const down = part.line + line
  return { file: source.file, line: source.line + down, column: down === 0 ? source.column + inBody - 1 : inBody }
}

function* cut(sql: SqlText, rendering: Rendering): Generator<Cut> {
  const pieces = rendering.readBody(sql.body)
  const parts = sql.options === null ? wholeAsParts(pieces) : splitPieces(pieces, sql.options)
  for (;;) {
    const first = parts.next()
    if (first.done === true) return
    for (const scanned of scanStatements(textOf(first.value, parts))) {
      // Only what goes through Liquibase's splitter goes through the driver's nativeSQL as well.
      const statement = sql.options === null ? scanned : { ...scanned, text: withoutJdbcEscapes(scanned.text) }
      yield { statement, placeOf: (line, column) => placeWithin(sql.source, first.value, line, column) }
    }
  }
}

function* wholeAsParts(pieces: Iterable<string>): Generator<StatementPart> {
  for (const text of pieces) yield { text, line: 0, column: 1, last: false }
  yield { text: '', line: 0, column: 1, last: true }
}

/** The text of one Liquibase statement: its first part, and the parts up to the one that ends it. */
function* textOf(first: StatementPart, rest: Iterator<StatementPart>): Generator<string> {
  yield first.text
  let last = first.last
  while (!last) {
    const next = rest.next()
    if (next.done === true) return
    yield next.value.text
    last = next.value.last
  }
}

function* judge({ statement, placeOf }: Cut, changeset: Changeset, rendering: Rendering): Generator<RenderedStatement> {
  const place = placeOf(statement.line, statement.column)
  if (statement.unterminated !== null) {
    const { what, line, column } = statement.unterminated
    rendering.complain(
      complaint('SQL_UNTERMINATED', { what }, placeOf(line, column), `in changeset ${formatKey(changeset.key)}`),
    )
    return
  }
  const found = classifyStatement(statement)
  if (found.kind === 'impossible') {
    rendering.complain(
      complaint(
        'SQL_NOT_PACKAGEABLE',
        { statement: found.statement, reason: found.reason },
        place,
        `in changeset ${formatKey(changeset.key)}`,
      ),
    )
  } else if (found.kind === 'transaction-bracket') {
    const word = statement.words.slice(0, 2).join(' ')
    rendering.warn({
      code: 'TRANSACTION_BRACKET_REMOVED',
      message: `${word} taken out of changeset ${formatKey(changeset.key)}: the package gives it its own transaction (${formatPlace(place)})`,
      place,
    })
  } else yield { text: statement.text, place, class: found }
}
