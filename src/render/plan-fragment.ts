import { isLarge } from '../change/registry.ts'
import { type Complaint, complaint } from '../errors/dvm-error.ts'
import { type Changeset, formatKey } from '../model/changeset.ts'
import type { Checksum } from '../model/checksum.ts'
import type { Fragment, HistoryColumns, PreconditionCode, RenderedStatement } from '../model/fragment.ts'
import type { PackageClient } from '../model/package.ts'
import type { SelectedChangeset } from '../model/selection.ts'
import { quiet } from './quiet.ts'
import { rollbackKindOf } from './render-rollback.ts'
import { type Rendering, renderStatements } from './render-statements.ts'

export interface FragmentFacts {
  readonly checksum: Checksum
  readonly accepted: readonly Checksum[]
  readonly columns: HistoryColumns
  readonly preconditions: PreconditionCode | null
  readonly client: PackageClient
  /** `--allow unguarded-statement`. */
  readonly allowUnguarded: boolean
}

/**
 * Decides how a changeset is laid out. Small bodies are cut here once and kept; a large one is cut when it is written,
 * and complained of then.
 */
export function planFragment(selected: SelectedChangeset, facts: FragmentFacts, rendering: Rendering): Fragment {
  const { changeset } = selected
  const markOnly = selected.entry?.execType === 'MARK_RAN' && changeset.preconditions === null
  const { checksum, accepted, columns, preconditions } = facts
  const rollback = rollbackKindOf(changeset)
  const base = { selected, checksum, accepted, columns, preconditions, markOnly, rollback }
  if (markOnly) return { layout: 'inside', statements: () => [], ...base }
  const source = {
    large: changeset.changes.some(isLarge),
    statements: (how: Rendering) => renderStatements(changeset, how),
  }
  const { layout, statements } = layOut(changeset, source, facts, rendering)
  return { layout, statements, ...base }
}

/** Statements of a changeset: its own, or those that undo it. */
export interface StatementSource {
  /** Too much to be held: cut anew each time it is asked for. */
  readonly large: boolean
  statements(rendering: Rendering): Iterable<RenderedStatement>
}

/** Whether the statements are one transaction or several, and where each complaint about that belongs. */
export function layOut(
  changeset: Changeset,
  source: StatementSource,
  facts: Pick<FragmentFacts, 'client' | 'allowUnguarded' | 'preconditions'>,
  rendering: Rendering,
): Pick<Fragment, 'layout' | 'statements'> {
  if (source.large && changeset.runInTransaction) {
    return { layout: 'inside', statements: () => insideOnly(changeset, source, rendering) }
  }
  if (source.large) {
    const steps = [...source.statements(quiet(rendering))].some(needsSteps)
    return { layout: steps ? 'steps' : 'inside', statements: () => source.statements(rendering) }
  }
  const statements = [...source.statements(rendering)]
  const steps = !changeset.runInTransaction && statements.some(needsSteps)
  for (const statement of statements) {
    const fault = faultOf(statement, changeset, steps, facts)
    if (fault !== null) rendering.complain(fault)
  }
  return { layout: steps ? 'steps' : 'inside', statements: () => statements }
}

function needsSteps(statement: RenderedStatement): boolean {
  return statement.class.kind === 'outside' || statement.class.kind === 'adds-enum-value'
}

function* insideOnly(
  changeset: Changeset,
  source: StatementSource,
  rendering: Rendering,
): Generator<RenderedStatement> {
  for (const statement of source.statements(rendering)) {
    if (statement.class.kind === 'outside') rendering.complain(refuse(statement, changeset, NEEDS_NO_TRANSACTION))
    else yield statement
  }
}

const NEEDS_NO_TRANSACTION = 'it cannot run inside a transaction; give the changeset runInTransaction:false'

function faultOf(
  statement: RenderedStatement,
  changeset: Changeset,
  steps: boolean,
  facts: Pick<FragmentFacts, 'client' | 'allowUnguarded' | 'preconditions'>,
): Complaint | null {
  if (statement.class.kind !== 'outside') return null
  if (!steps) return refuse(statement, changeset, NEEDS_NO_TRANSACTION)
  if (isReadByPsql(statement.text)) {
    return refuse(
      statement,
      changeset,
      'outside a block psql would read its backslash or colon as a command or variable',
    )
  }
  if (facts.client === 'psql') return null
  if (facts.preconditions !== null) {
    return refuse(statement, changeset, 'its precondition cannot guard it outside a transaction; use --client psql')
  }
  if (statement.class.repeatable !== null || facts.allowUnguarded) return null
  return refuse(
    statement,
    changeset,
    'it cannot be made safe to run again; use --client psql, or --allow unguarded-statement',
  )
}

function refuse(statement: RenderedStatement, changeset: Changeset, reason: string): Complaint {
  const name = statement.class.kind === 'outside' ? statement.class.statement : statement.text.slice(0, 40)
  return complaint(
    'SQL_NOT_PACKAGEABLE',
    { statement: name, reason },
    statement.place,
    `in changeset ${formatKey(changeset.key)}`,
  )
}

/** A backslash or a single colon outside quotes means something to psql. */
function isReadByPsql(text: string): boolean {
  const bare = text.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"/g, '')
  return /\\|(?<!:):(?![:=])/.test(bare)
}
