import { isLarge } from '../change/registry.ts'
import { type Complaint, complaint } from '../errors/dvm-error.ts'
import { type Changeset, formatKey } from '../model/changeset.ts'
import type { Checksum } from '../model/checksum.ts'
import type { Fragment, HistoryColumns, PreconditionCode, RenderedStatement } from '../model/fragment.ts'
import type { PackageClient } from '../model/package.ts'
import type { SelectedChangeset } from '../model/selection.ts'
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
  const large = changeset.changes.some(isLarge)
  const { checksum, accepted, columns, preconditions } = facts
  const rollback = rollbackKindOf(changeset)
  const base = { selected, checksum, accepted, columns, preconditions, markOnly, rollback }
  if (markOnly) return { ...base, layout: 'inside', statements: () => [] }
  if (large && changeset.runInTransaction) {
    return { ...base, layout: 'inside', statements: () => insideOnly(changeset, rendering) }
  }
  if (large) {
    const steps = [...renderStatements(changeset, quiet(rendering))].some(needsSteps)
    return { ...base, layout: steps ? 'steps' : 'inside', statements: () => renderStatements(changeset, rendering) }
  }
  const statements = [...renderStatements(changeset, rendering)]
  const steps = !changeset.runInTransaction && statements.some(needsSteps)
  for (const statement of statements) {
    const fault = faultOf(statement, changeset, steps, facts)
    if (fault !== null) rendering.complain(fault)
  }
  return { ...base, layout: steps ? 'steps' : 'inside', statements: () => statements }
}

function needsSteps(statement: RenderedStatement): boolean {
  return statement.class.kind === 'outside' || statement.class.kind === 'adds-enum-value'
}

function* insideOnly(changeset: Changeset, rendering: Rendering): Generator<RenderedStatement> {
  for (const statement of renderStatements(changeset, rendering)) {
    if (statement.class.kind === 'outside') rendering.complain(refuse(statement, changeset, NEEDS_NO_TRANSACTION))
    else yield statement
  }
}

const NEEDS_NO_TRANSACTION = 'it cannot run inside a transaction; give the changeset runInTransaction:false'

function faultOf(
  statement: RenderedStatement,
  changeset: Changeset,
  steps: boolean,
  facts: FragmentFacts,
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
  if (changeset.preconditions !== null) {
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

/** A rendering that only looks: what it would complain of comes again when the package is written. */
function quiet(rendering: Rendering): Rendering {
  return { ...rendering, complain: () => undefined, warn: () => undefined }
}
