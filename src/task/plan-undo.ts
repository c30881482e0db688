import type { RollbackSection } from '../assemble/rollback-plan.ts'
import { historyColumns } from '../change/columns.ts'
import { isLarge } from '../change/registry.ts'
import type { Complaint } from '../errors/dvm-error.ts'
import { type Changeset, formatKey, identity } from '../model/changeset.ts'
import type { Fragment, PreconditionCode, RenderedStatement } from '../model/fragment.ts'
import type { History, RanChangeset } from '../model/history.ts'
import type { RollbackKind } from '../model/package.ts'
import type { Destruction } from '../model/rollback.ts'
import type { Settings } from '../model/settings.ts'
import type { Sql } from '../model/sql.ts'
import type { FindDestruction } from '../render/find-destruction.ts'
import { markedRanGuard } from '../render/marked-ran-guard.ts'
import { layOut, type StatementSource } from '../render/plan-fragment.ts'
import { isUnqualified, proposeRollback, toStatement } from '../render/propose-rollback.ts'
import { rollbackOf } from '../render/render-rollback.ts'
import type { Rendering } from '../render/render-statements.ts'
import type { Grammar } from '../sql/load-grammar.ts'
import { acceptedChecksums } from './plan-package.ts'
import type { Chain, EarlierSection } from './read-chain.ts'
import type { ReadChangelog } from './read-changelog.ts'
import type { RollbackRequest } from './rollback-request.ts'
import { mayLeaveNoRow } from './select-between.ts'

/** What planning one changeset depends on. */
export interface Undoing {
  readonly settings: Settings
  readonly read: ReadChangelog
  readonly history: History | null
  readonly request: RollbackRequest
  readonly rendering: Rendering
  readonly grammar: Grammar
  readonly chain: Chain
  readonly historyTable: Sql
  /** Whether SQL of this changelog lets unqualified names mean other schemas. */
  readonly pathMoves: boolean
  readonly findDestruction: FindDestruction
}

/** A section; or what keeps the changeset from being undone; or why it is not touched. */
export type Undo =
  | { readonly kind: 'section'; readonly section: RollbackSection }
  | { readonly kind: 'impossible'; readonly faults: readonly Complaint[] }
  | { readonly kind: 'stays'; readonly because: string }

/** How one changeset is undone: as what it was before, by its own rollback, a derived or a proposed one, in this order. */
export function planUndo(ran: RanChangeset, undoing: Undoing): Undo {
  const { changeset } = ran
  const { request, rendering } = undoing
  const earlier = undoing.chain.sections.get(identity(changeset.key))
  if (earlier !== undefined) return restore(ran, earlier, undoing)
  const rollback = rollbackOf(changeset, rendering)
  if (rollback.how !== 'impossible') {
    const large = rollback.changes.some(isLarge)
    const source = { large, statements: (how: Rendering) => rollback.statements(how) }
    return section(ran, undoing, rollback.how, [WORDS[rollback.how]], source)
  }
  const proposal = request.proposed === false ? { faults: rollback.faults } : propose(changeset, undoing)
  if ('statements' in proposal) {
    const guard = guardOf(ran, undoing)
    const source = { large: false, statements: () => proposal.statements }
    return section(ran, undoing, 'proposed', [WORDS.proposed], source, guard)
  }
  if (request.allowIrreversible !== true) return { kind: 'impossible', faults: proposal.faults }
  const because = [
    '--allow-irreversible: what it did stays, its row goes',
    ...proposal.faults.map(({ message }) => message),
  ]
  return section(ran, undoing, 'none', because, { large: false, statements: () => [] })
}

const WORDS = {
  own: 'written in the changelog',
  derived: 'derived from its changes, as Liquibase does',
  proposed: 'PROPOSED from its SQL by the grammar of PostgreSQL: nobody wrote it, and Liquibase has none; read it',
}

function propose(
  changeset: Changeset,
  { rendering, grammar, pathMoves }: Undoing,
): { readonly statements: readonly RenderedStatement[] } | { readonly faults: readonly Complaint[] } {
  const rollback = rollbackOf(changeset, rendering)
  // One of its own that cannot run is not replaced by a guess.
  if (changeset.rollback !== null && changeset.rollback.length > 0 && rollback.how === 'impossible') return rollback
  const proposal = proposeRollback(changeset, rendering, grammar)
  if (!proposal.certain) return proposal
  const doubtful = pathMoves && proposal.statements.some(({ text }) => isUnqualified(text))
  if (!doubtful || rollback.how !== 'impossible') return proposal
  return { faults: rollback.faults.map((fault) => ({ ...fault, message: `${fault.message}; ${PATH_MOVES}` })) }
}

const PATH_MOVES = 'a proposed one is not certain, for the changelog sets search_path and its names have no schema'

/** What was only marked as ran made nothing that could be taken away; only a precondition marks. */
function guardOf({ changeset, entry }: RanChangeset, { historyTable }: Undoing): PreconditionCode | null {
  const mayBeMarked = changeset.preconditions !== null || entry.execType === 'MARK_RAN'
  return mayBeMarked ? markedRanGuard(changeset.key, historyTable) : null
}

function restore(ran: RanChangeset, earlier: EarlierSection, undoing: Undoing): Undo {
  const { changeset, entry } = ran
  if (earlier.row.checksum === (entry.checksum ?? undoing.read.checksum(changeset, 9))) {
    return { kind: 'stays', because: `stood there as it stands now (${earlier.package})` }
  }
  const place = changeset.place
  const statements = earlier.statements.map((text) => toStatement(text, place))
  const because = [`what it was in ${earlier.package}, checksum ${earlier.row.checksum}`]
  const undo = section(ran, undoing, 'restored', because, { large: false, statements: () => statements })
  if (undo.kind !== 'section') return undo
  const before = undo.section.fragment.layout === 'steps' ? [] : outOfTheWay(changeset, undoing)
  return { kind: 'section', section: { ...undo.section, restored: { row: earlier.row, before } } }
}

/** A view cannot lose columns, nor a function change its type: what takes it away first, where that is known. */
function outOfTheWay(changeset: Changeset, { rendering, grammar }: Undoing): readonly RenderedStatement[] {
  const rollback = rollbackOf(changeset, rendering)
  if (rollback.how !== 'impossible') return [...rollback.statements()]
  const proposal = proposeRollback(changeset, rendering, grammar, { replaced: true })
  return proposal.certain ? proposal.statements : []
}

function section(
  ran: RanChangeset,
  undoing: Undoing,
  rollback: RollbackKind,
  because: readonly string[],
  source: StatementSource,
  preconditions: PreconditionCode | null = null,
): Undo {
  const { settings, read, history, rendering, findDestruction } = undoing
  // A rollback that fails stops Liquibase, whatever failOnError says of the changeset.
  const changeset = { ...ran.changeset, failOnError: null }
  const selected = { changeset, because: 'ran-on-source' as const, entry: history === null ? null : ran.entry }
  const facts = {
    client: settings.package.client,
    allowUnguarded: settings.package.allow.includes('unguarded-statement'),
    preconditions,
  }
  const recorded = history === null || ran.entry.checksum === null ? [] : [ran.entry.checksum]
  const original = { ...selected, changeset: ran.changeset }
  const fragment: Fragment = {
    selected,
    checksum: read.checksum(ran.changeset, 9),
    accepted: [...new Set([...acceptedChecksums(original, read, history), ...recorded])],
    columns: historyColumns(changeset),
    preconditions,
    markOnly: false,
    rollback,
    ...layOut(changeset, source, facts, rendering),
  }
  const destroys: Destruction[] = []
  for (const { text } of fragment.statements()) destroys.push(...findDestruction(text))
  return {
    kind: 'section',
    section: { fragment, because, destroys, optional: mayLeaveNoRow(ran.changeset), restored: null },
  }
}

/** What a reader should know of a changeset that is undone as Liquibase does. */
export function warningOf({ changeset, entry }: RanChangeset, rollback: RollbackKind): string | null {
  const key = formatKey(changeset.key)
  if (rollback === 'restored' || rollback === 'none') return null
  if (entry.execType === 'MARK_RAN' && rollback !== 'proposed') {
    return `${key} was only marked as ran on the source: its rollback runs all the same, as in Liquibase`
  }
  if (entry.execType !== 'RERAN') return null
  return `${key} ran more than once on the source: it goes altogether, as in Liquibase; what it was before is lost unless --chain names a package that has it`
}
