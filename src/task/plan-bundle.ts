import type { BundleEntry, BundlePlan, BundleText } from '../assemble/write-bundle.ts'
import { historyColumns } from '../change/columns.ts'
import { type Complaint, throwIfAny } from '../errors/dvm-error.ts'
import type { SourceFile, Warning } from '../model/changelog.ts'
import { type Changeset, formatKey } from '../model/changeset.ts'
import type { History } from '../model/history.ts'
import type { OnProgress } from '../model/report.ts'
import type { PackageKind } from '../model/selection.ts'
import { changesetElement } from '../render/bundle/changeset-element.ts'
import { checkConditions, checkPrograms } from '../render/bundle/check-programs.ts'
import { dollarProperty, escapeExpressions, escapePieces } from '../render/bundle/escape-expressions.ts'
import { standInFor } from '../render/bundle/inline-changeset.ts'
import { keepRows } from '../render/bundle/keep-rows.ts'
import { changelogPreconditions } from '../render/bundle/precondition-element.ts'
import { checkRecordable } from '../render/check-recordable.ts'
import type { Rendering } from '../render/render-statements.ts'
import type { Context } from './context.ts'
import { createRendering } from './create-rendering.ts'
import { type BundledDraft, draftBundled } from './draft-bundled.ts'
import { findKeepers } from './find-keepers.ts'
import type { ReadChangelog } from './read-changelog.ts'
import type { SelectedChangesets } from './selected-changesets.ts'

export interface PlannedBundle {
  readonly plan: BundlePlan
  readonly text: BundleText
  readonly sources: readonly SourceFile[]
  /** Grows until the last changeset is written: large bodies are judged then. */
  readonly warnings: Warning[]
  readonly complaints: Complaint[]
}

/** Decides of every changeset how it stands in XML, and whether Liquibase computes the source's checksum from that. */
export function planBundle(
  context: Context,
  kind: PackageKind,
  read: ReadChangelog,
  history: History | null,
  chosen: SelectedChangesets,
  onProgress: OnProgress = () => undefined,
): PlannedBundle {
  const { settings, clock, database } = context
  const { changelog } = read
  const complaints: Complaint[] = []
  const warnings: Warning[] = [...changelog.warnings]
  const rendering = createRendering(context, read, complaints, warnings)
  const text: BundleText = {
    text: (body) => escapePieces(read.readBody(body)),
    attribute: escapeExpressions,
    complain: (item) => complaints.push(item),
  }
  const used = new Set<string>()
  const total = chosen.selected.length
  const drafts = chosen.selected.map((selected, done) => {
    const { changeset } = selected
    onProgress({ phase: 'render', done, total, current: formatKey(changeset.key) })
    checkRecordable([{ selected, columns: historyColumns(changeset) }], rendering)
    for (const rule of checkPrograms(changeset, settings.package.allow, rendering)) used.add(rule)
    return draftBundled(selected, { read, rendering, text })
  })
  for (const container of changelog.preconditions) {
    const subject = `changelog ${container.place.file}`
    for (const rule of checkConditions(container, subject, settings.package.allow, rendering)) used.add(rule)
  }
  const quotingStrategy = strategyOf(read)
  const entries = toEntries(drafts, quotingStrategy, rendering, settings.tables)
  throwIfAny(complaints, warnings)
  const plan: BundlePlan = {
    kind,
    changelog: changelog.root,
    source: history === null ? null : (database?.label ?? null),
    fingerprint: null,
    generatedAt: settings.generatedAt ?? clock.now().toISOString(),
    quotingStrategy,
    property: dollarProperty({ file: changelog.root, line: 1, column: 1 }),
    preconditions: changelogPreconditions(changelog.preconditions),
    entries,
    sourceDigests: new Map(changelog.files.map((file) => [file.path, file.sha256])),
    allowed: [...chosen.allowed, ...used],
    notes: chosen.notes,
  }
  return { plan, text, sources: changelog.files, warnings, complaints }
}

/** Only the preconditions of changelogs look names up by it: each changeset says its own. */
function strategyOf({ changelog }: ReadChangelog): Changeset['quotingStrategy'] {
  return changelog.preconditions.length === 0 ? 'LEGACY' : changelog.quotingStrategy
}

function toEntries(
  drafts: readonly BundledDraft[],
  quotingStrategy: Changeset['quotingStrategy'],
  rendering: Rendering,
  tables: Context['settings']['tables'],
): readonly BundleEntry[] {
  const keepers = findKeepers(drafts)
  return drafts.map((draft): BundleEntry => {
    const { checksum, isComputed, isKnown, validChecksums, markOnly } = draft
    const { changeset } = draft.selected
    const terms = { validChecksums, markOnly, quotingStrategy, foreign: !isKnown }
    if (isComputed) return { changeset, checksum, kept: 'computed', element: changesetElement(draft.inlined, terms) }
    if (changeset.runOnChange) rendering.warn(runOnChangeRemoved(changeset))
    const rows = keepers.rowsOf(draft).map((kept) => {
      const { key } = kept.selected.changeset
      return { key, checksum: kept.checksum, description: historyColumns(kept.selected.changeset).description }
    })
    const bundled = standInFor(changeset, keepRows(changeset.place, rows, tables), rendering)
    const kept = keepers.isKept(draft) ? 'recorded' : 'accepted'
    return { changeset, checksum, kept, element: changesetElement(bundled, terms) }
  })
}

function runOnChangeRemoved({ key, place }: Changeset): Warning {
  const message = `changeset ${formatKey(key)} is without runOnChange in the package: Liquibase computes another checksum from what stands in for its files, and would run it again on every database`
  return { code: 'RUN_ON_CHANGE_REMOVED', message, place }
}
