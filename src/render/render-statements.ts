import type { SqlText } from '../change/change-type.ts'
import { type Complaint, complaint } from '../errors/dvm-error.ts'
import { splitList } from '../kit/trim.ts'
import type { Body } from '../model/body.ts'
import type { Change } from '../model/change.ts'
import type { Warning } from '../model/changelog.ts'
import { type Changeset, formatKey } from '../model/changeset.ts'
import { admitsPostgres } from '../model/expression.ts'
import type { RenderedStatement } from '../model/fragment.ts'
import { formatPlace } from '../model/place.ts'
import type { SqlVisitor } from '../model/sql-visitor.ts'
import { classifyStatement } from '../sql/classify-statement.ts'
import { type CutStatement, cutStatements } from './cut-statements.ts'

export interface Telling {
  readonly complain: (item: Complaint) => void
  readonly warn: (warning: Warning) => void
}

export interface Rendering extends Telling {
  /** `told` takes what is wrong with the change's data. */
  readonly toSql: (change: Change, changeset: Changeset, told: Telling) => Iterable<SqlText>
  readonly readBody: (body: Body) => Iterable<string>
}

/** The statements of a changeset, in order; what cannot be rendered is complained of with its place. */
export function renderStatements(changeset: Changeset, rendering: Rendering): Generator<RenderedStatement> {
  return renderChanges(changeset.changes, changeset, changeset.visitors, rendering)
}

/** The statements of some changes of a changeset: its own, or those that undo it. */
export function* renderChanges(
  changes: readonly Change[],
  changeset: Changeset,
  visitors: readonly SqlVisitor[],
  rendering: Rendering,
): Generator<RenderedStatement> {
  for (const change of changes) {
    for (const sql of rendering.toSql(change, changeset, rendering)) {
      if (sql.dbms !== null && !admitsPostgres(splitList(sql.dbms).filter((name) => name !== ''))) continue
      for (const found of cutStatements(sql, visitors, rendering)) yield* judge(found, changeset, rendering)
    }
  }
}

function* judge(
  { statement, placeOf }: CutStatement,
  changeset: Changeset,
  rendering: Rendering,
): Generator<RenderedStatement> {
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
