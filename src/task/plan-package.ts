import type { PackagePlan } from '../assemble/package-plan.ts'
import { historyColumns } from '../change/columns.ts'
import { isLarge } from '../change/registry.ts'
import type { Complaint } from '../errors/dvm-error.ts'
import { throwIfAny } from '../errors/dvm-error.ts'
import type { SourceFile, Warning } from '../model/changelog.ts'
import { formatKey } from '../model/changeset.ts'
import { acceptsAnything } from '../model/checksum.ts'
import type { Fragment } from '../model/fragment.ts'
import type { History, HistoryRoom } from '../model/history.ts'
import type { OnProgress } from '../model/report.ts'
import type { PackageKind, SelectedChangeset } from '../model/selection.ts'
import { checkForeignPrograms } from '../render/check-foreign-programs.ts'
import { checkRecordable, HISTORY_TEXT } from '../render/check-recordable.ts'
import { checkRepeatable } from '../render/check-repeatable.ts'
import { checkSingle } from '../render/check-single.ts'
import { planFragment } from '../render/plan-fragment.ts'
import { renderPreconditions } from '../render/render-precondition.ts'
import { qualifiedName } from '../sql/sql.ts'
import type { Context } from './context.ts'
import { createRendering } from './create-rendering.ts'
import type { ReadChangelog } from './read-changelog.ts'
import { tablesSchema } from './read-history.ts'
import type { SelectedChangesets } from './selected-changesets.ts'

export interface PlannedPackage {
  readonly plan: PackagePlan
  readonly sources: readonly SourceFile[]
  /** Grows until the last changeset is written: large bodies are judged then. */
  readonly warnings: Warning[]
  readonly complaints: Complaint[]
}

/** Warnings that whoever runs the package should read as well. */
export const TOLD_IN_THE_HEADER = new Set(['TRANSACTION_BRACKET_REMOVED', 'CHANGE_LEFT_OUT', 'PACKAGE_EMPTY'])

/** The oldest PostgreSQL packages are made for where no source says otherwise. */
const OLDEST_SERVER = 120000

/** Renders every changeset as far as its size allows, and settles what the package says of itself. */
export function planPackage(
  context: Context,
  kind: PackageKind,
  read: ReadChangelog,
  history: History | null,
  chosen: SelectedChangesets,
  onProgress: OnProgress = () => undefined,
): PlannedPackage {
  const { settings, clock } = context
  const complaints: Complaint[] = []
  const warnings: Warning[] = [
    ...read.warningsOf(chosen.selected.map(({ changeset }) => changeset)),
    ...(chosen.warnings ?? []),
  ]
  const schema = tablesSchema(settings, history?.server ?? null)
  const rendering = createRendering(context, read, complaints, warnings)
  const historyTable = qualifiedName(schema, settings.tables.changelog)
  const taken = new Set<string>()
  const conditions = {
    tables: [settings.tables.changelog, settings.tables.lock],
    undecidable: {
      allow: settings.package.allow,
      onAllowed: (rule: string) => taken.add(rule),
      complain: rendering.complain,
      warn: rendering.warn,
    },
  }
  const fragments = chosen.selected.map((selected, index) => {
    onProgress({
      phase: 'render',
      done: index,
      total: chosen.selected.length,
      current: formatKey(selected.changeset.key),
    })
    const { changeset } = selected
    const preconditions =
      changeset.preconditions === null
        ? null
        : renderPreconditions(changeset.preconditions, {
            subject: `changeset ${formatKey(changeset.key)}`,
            historyTable,
            level: 'changeset',
            quotingStrategy: changeset.quotingStrategy,
            failOnError: changeset.failOnError,
            ...conditions,
          })
    return planFragment(
      selected,
      {
        checksum: read.checksum(changeset, 9),
        accepted: acceptedChecksums(selected, read, history),
        columns: historyColumns(changeset),
        preconditions,
        client: settings.package.client,
        allowUnguarded: settings.package.allow.includes('unguarded-statement'),
      },
      rendering,
    )
  })
  checkRecordable(fragments, rendering, roomOnTarget(kind, history))
  const leftOut = checkForeignPrograms(fragments, settings.package.allow, rendering)
  if (settings.package.client === 'any') checkRepeatable(fragments, settings.package.allow, rendering)
  if (settings.package.transaction === 'single') checkSingle(fragments, rendering)
  const preconditions = read.changelog.preconditions.map((one) =>
    renderPreconditions(one, {
      subject: `changelog ${one.place.file}`,
      historyTable,
      level: 'changelog',
      quotingStrategy: read.changelog.quotingStrategy,
      ...conditions,
    }),
  )
  throwIfAny(complaints, warnings)
  const plan: PackagePlan = {
    kind,
    changelog: read.changelog.root,
    source: history === null ? null : (context.database?.label ?? null),
    fingerprint: null,
    generatedAt: settings.generatedAt ?? clock.now().toISOString(),
    transaction: settings.package.transaction,
    client: settings.package.client,
    tables: { schema, changelog: settings.tables.changelog, lock: settings.tables.lock },
    defaultSchema: settings.defaultSchema,
    lockWait: settings.package.lockWait,
    minServerVersion: settings.package.minServerVersion ?? minServer(settings.package.allow, history),
    unicode: fragments.some(needsUnicode),
    preconditions,
    required: chosen.required,
    start: chosen.start,
    fragments,
    sourceDigests: new Map(read.changelog.files.map((file) => [file.path, file.sha256])),
    allowed: [...chosen.allowed, ...leftOut, ...taken],
    notes: [...chosen.notes, ...warnings.filter((one) => TOLD_IN_THE_HEADER.has(one.code)).map((one) => one.message)],
  }
  return {
    plan,
    sources: read.changelog.files,
    warnings,
    complaints,
  }
}

/** A pending package is for the database it was built from; others may find a history that Liquibase made today. */
function roomOnTarget(kind: PackageKind, history: History | null): HistoryRoom {
  const room = history?.room ?? {}
  if (kind === 'pending') return room
  return Object.fromEntries(Object.entries(room).map(([name, size]) => [name, Math.max(size, HISTORY_TEXT)]))
}

/** A package is known to run on the major version it was built from; `--allow older-server` takes older ones. */
export function minServer(allow: readonly string[], history: History | null): number {
  if (history === null || allow.includes('older-server')) return OLDEST_SERVER
  return Math.floor(history.server.versionNumber / 10000) * 10000
}

/**
 * What else than its own checksum a target may have recorded, `*` for anything: `validCheckSum`, by the rule of Liquibase's
 * ChangeSet.isCheckSumValid, and the version 8 checksum where it matters and such rows may be there.
 */
export function acceptedChecksums(
  { changeset }: SelectedChangeset,
  read: ReadChangelog,
  history: History | null,
): string[] {
  // A validCheckSum does not keep a changed runOnChange changeset from running (ShouldRunChangeSetFilter).
  const valid = changeset.runOnChange ? [] : changeset.validChecksums
  const old =
    changeset.runOnChange ||
    valid.some((one) => one.startsWith('8:')) ||
    (history?.entries.some((entry) => entry.checksum?.startsWith('8:')) ?? false)
  const computed = [read.checksum(changeset, 9), ...(old ? [read.checksum(changeset, 8)] : [])]
  const any = valid.some((one) => acceptsAnything(one) || computed.includes(one))
  return [...(any ? ['*'] : valid), ...computed.slice(1)]
}

const BEYOND_ASCII = /[^\u0000-\u007f]/

/** Large bodies are not looked through for this: they count as text that needs UTF8. */
export function needsUnicode(fragment: Fragment): boolean {
  const { changeset } = fragment.selected
  if (changeset.changes.some(isLarge)) return true
  if (BEYOND_ASCII.test(JSON.stringify([changeset.key, fragment.columns]))) return true
  for (const statement of fragment.statements()) if (BEYOND_ASCII.test(statement.text)) return true
  return false
}
