import type { RollbackPlan, RollbackSection } from '../assemble/rollback-plan.ts'
import { type Complaint, throwIfAny } from '../errors/dvm-error.ts'
import type { SourceFile, Warning } from '../model/changelog.ts'
import { formatKey } from '../model/changeset.ts'
import type { History, RanChangeset } from '../model/history.ts'
import type { UndoneChangeset } from '../model/rollback.ts'
import { checkRepeatable } from '../render/check-repeatable.ts'
import { checkSingle } from '../render/check-single.ts'
import { destructionFinder } from '../render/find-destruction.ts'
import { movesSearchPath } from '../render/propose-rollback.ts'
import { renderPreconditions } from '../render/render-precondition.ts'
import type { Grammar } from '../sql/load-grammar.ts'
import { qualifiedName } from '../sql/sql.ts'
import type { Context } from './context.ts'
import { createRendering } from './create-rendering.ts'
import { minServer, needsUnicode, TOLD_IN_THE_HEADER } from './plan-package.ts'
import { planUndo, type Undoing, warningOf } from './plan-undo.ts'
import type { Chain } from './read-chain.ts'
import type { ReadChangelog } from './read-changelog.ts'
import { tablesSchema } from './read-history.ts'
import type { RollbackRequest } from './rollback-request.ts'
import { type SelectedRollback, stays } from './select-rollback.ts'

export interface PlannedRollbackPackage {
  readonly plan: RollbackPlan
  readonly sources: readonly SourceFile[]
  /** Every changeset in question, in the order of the package. */
  readonly undoes: readonly UndoneChangeset[]
  /** Grows until the last changeset is written: large bodies are judged then. */
  readonly warnings: Warning[]
  readonly complaints: Complaint[]
}

/** What is known before a changeset is looked at. */
export interface RollbackGround {
  readonly read: ReadChangelog
  readonly history: History | null
  readonly chosen: SelectedRollback
  readonly grammar: Grammar
  readonly chain: Chain
}

/** Settles how every changeset is undone. Everything that cannot be is refused here, all of it at once. */
export function planRollbackPackage(
  context: Context,
  request: RollbackRequest,
  ground: RollbackGround,
): PlannedRollbackPackage {
  const { settings } = context
  const { read, history, chosen } = ground
  const complaints: Complaint[] = []
  const warnings: Warning[] = [...read.warningsOf(chosen.undone.map(({ changeset }) => changeset))]
  for (const message of ground.chain.warnings) warnings.push({ code: 'CHAIN_UNFIT', message, place: null })
  const undoing = undoingOf(context, request, ground, complaints, warnings)
  const { sections, undoes } = planAll(chosen.undone, undoing, complaints, warnings, request)
  const fragments = sections.map(({ fragment }) => fragment)
  const { rendering } = undoing
  if (settings.package.client === 'any') checkRepeatable(fragments, settings.package.allow, rendering)
  if (settings.package.transaction === 'single') checkSingle(fragments, rendering)
  const preconditions = changelogPreconditions(context, undoing)
  throwIfAny([...chosen.allowances.refusals, ...complaints], warnings)
  const { notes, allowed } = chosen.allowances.result()
  const told = warnings.filter(({ code }) => TOLD_IN_THE_HEADER.has(code) || OWN_WARNINGS.has(code))
  const staying = undoes.filter(({ rollback }) => rollback === 'stays')
  const plan: RollbackPlan = {
    ...settled(context, history),
    changelog: read.changelog.root,
    to: chosen.to,
    unicode: fragments.some(needsUnicode),
    preconditions,
    required: chosen.required,
    fragments,
    sections,
    staying: [...[...staying, ...chosen.staying].map(({ key }) => key), ...chosen.optional],
    expected: [],
    sourceDigests: new Map(read.changelog.files.map((file) => [file.path, file.sha256])),
    allowed: [...allowed, ...(fragments.some(({ rollback }) => rollback === 'none') ? ['irreversible'] : [])],
    notes: [...notes, ...[...staying, ...chosen.staying].map(noteOfStaying), ...told.map(({ message }) => message)],
  }
  return { plan, sources: read.changelog.files, undoes: [...undoes, ...chosen.staying], warnings, complaints }
}

const OWN_WARNINGS = new Set(['UNDONE_ALTOGETHER', 'CHAIN_UNFIT'])

/** What the settings alone decide. */
function settled({ settings, clock, database }: Context, history: History | null) {
  const { transaction, client, lockWait, minServerVersion, allow } = settings.package
  return {
    kind: 'rollback' as const,
    source: history === null ? null : (database?.label ?? null),
    fingerprint: null,
    generatedAt: settings.generatedAt ?? clock.now().toISOString(),
    transaction,
    client,
    tables: { ...settings.tables, schema: tablesSchema(settings, history?.server ?? null) },
    defaultSchema: settings.defaultSchema,
    lockWait,
    minServerVersion: minServerVersion ?? minServer(allow, history),
    start: null,
  }
}

function undoingOf(
  { settings, ...context }: Context,
  request: RollbackRequest,
  { read, history, grammar, chain }: RollbackGround,
  complaints: Complaint[],
  warnings: Warning[],
): Undoing {
  const schema = tablesSchema(settings, history?.server ?? null)
  return {
    settings,
    read,
    history,
    request,
    grammar,
    chain,
    rendering: createRendering({ settings, ...context }, read, complaints, warnings),
    historyTable: qualifiedName(schema, settings.tables.changelog),
    pathMoves: read.filtered.kept.some(movesSearchPath),
    findDestruction: destructionFinder(grammar),
  }
}

function planAll(
  undone: readonly RanChangeset[],
  undoing: Undoing,
  complaints: Complaint[],
  warnings: Warning[],
  { onProgress = () => undefined }: RollbackRequest,
): { readonly sections: readonly RollbackSection[]; readonly undoes: readonly UndoneChangeset[] } {
  const sections: RollbackSection[] = []
  const undoes: UndoneChangeset[] = []
  for (const [index, ran] of undone.entries()) {
    const { key, place } = ran.changeset
    onProgress({ phase: 'render', done: index, total: undone.length, current: formatKey(key) })
    const undo = planUndo(ran, undoing)
    if (undo.kind === 'impossible') complaints.push(...undo.faults)
    else if (undo.kind === 'stays') undoes.push(stays(ran.entry, ran.changeset, [undo.because]))
    else {
      const { section } = undo
      const { rollback } = section.fragment
      sections.push(section)
      undoes.push({ key, place, rollback, because: section.because, destroys: section.destroys })
      const message = warningOf(ran, rollback)
      if (message !== null) warnings.push({ code: 'UNDONE_ALTOGETHER', message, place })
    }
  }
  return { sections, undoes }
}

/** Liquibase checks those of the changelog before it undoes anything; a changeset's own are not asked. */
function changelogPreconditions({ settings }: Context, { read, rendering, historyTable }: Undoing) {
  return read.changelog.preconditions.map((one) =>
    renderPreconditions(one, {
      subject: `changelog ${one.place.file}`,
      historyTable,
      level: 'changelog',
      quotingStrategy: read.changelog.quotingStrategy,
      tables: [settings.tables.changelog, settings.tables.lock],
      undecidable: {
        allow: settings.package.allow,
        onAllowed: () => undefined,
        complain: rendering.complain,
        warn: rendering.warn,
      },
    }),
  )
}

function noteOfStaying({ key, because }: UndoneChangeset): string {
  return `not touched: ${formatKey(key)} (${because.join('; ')})`
}
