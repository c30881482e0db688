import { fail } from '../errors/dvm-error.ts'
import { stand } from '../history/stand.ts'
import { type Changeset, identity } from '../model/changeset.ts'
import { checksumVersionOf } from '../model/checksum.ts'
import type { History, HistoryEntry, Standing } from '../model/history.ts'
import type { Decision, PackageKind, SelectedChangeset, UpTo } from '../model/selection.ts'
import { byCount } from '../select/by-count.ts'
import { byHistory } from '../select/by-history.ts'
import { Allowances } from './allowances.ts'
import type { Context } from './context.ts'
import { type ReadChangelog, requireSound } from './read-changelog.ts'
import { historyTable } from './read-history.ts'
import { inRebuildOrder } from './rebuild-order.ts'
import { refuseDrift, refuseMissing, refuseRepeated } from './refuse-unfit.ts'
import { selectBetween } from './select-between.ts'
import { selectRange } from './select-range.ts'
import type { SelectedChangesets, Tell } from './selected-changesets.ts'
import { withinTag } from './within-tag.ts'

/** Decides what goes in. Whatever does not match is refused, all of it at once, unless `--allow` names its rule. */
export function selectChangesets(
  context: Context,
  kind: PackageKind,
  read: ReadChangelog,
  history: History | null,
  tell: Tell = () => undefined,
): SelectedChangesets {
  const decisions = new Map<Changeset, Decision>()
  const chosen = decide(context, kind, read, history, (changeset, decision) => decisions.set(changeset, decision))
  requireSound(chosen.selected.map(({ changeset }) => changeset))
  for (const changeset of read.changelog.changesets) {
    const decision = decisions.get(changeset)
    if (decision !== undefined) tell(changeset, decision)
  }
  return chosen
}

function decide(
  context: Context,
  kind: PackageKind,
  read: ReadChangelog,
  history: History | null,
  tell: Tell,
): SelectedChangesets {
  const ran = kind === 'deployed' || (kind === 'incremental' && history !== null)
  for (const { changeset, decision } of read.filtered.skipped) if (!ran) tell(changeset, decision)
  const { range } = context.settings
  if (kind === 'incremental' && range?.kind === 'versions') {
    return history === null
      ? selectBetween(context, range, read, tell)
      : selectRange(context, range, read, history, tell)
  }
  if (history === null) return offline(context, read, tell)
  const { kept, skipped } = read.filtered
  const others = skipped.map((item) => item.changeset)
  // What a pending run filters away is not validated either (DatabaseChangeLog.validate).
  if (kind === 'pending') return pending(context, read, stand(kept, [], history.entries, read.checksum), history, tell)
  return deployed(context, read, history, stand(kept, others, history.entries, read.checksum), others, tell)
}

function offline(context: Context, read: ReadChangelog, tell: Tell): SelectedChangesets {
  const { upTo, package: wanted } = context.settings
  const allowances = new Allowances(wanted.allow)
  const reach = withinTag(upTo, read.filtered.kept, [], allowances)
  allowances.settle()
  const selected: SelectedChangeset[] = []
  for (const changeset of reach.within) {
    const decision = byCount({ verdict: 'include', because: 'whole-changelog' }, selected.length, upTo)
    tell(changeset, decision)
    if (decision.verdict === 'include') selected.push({ changeset, because: decision.because, entry: null })
  }
  tellBeyond(reach.beyond, upTo, tell)
  return { selected, required: [], start: null, ...allowances.result() }
}

/** What the history says ran, in the order that rebuilds it. Filters of this run do not matter: it ran. */
function deployed(
  context: Context,
  read: ReadChangelog,
  history: History,
  standing: Standing,
  others: readonly Changeset[],
  tell: Tell,
): SelectedChangesets {
  const { settings } = context
  if (settings.upTo !== null) {
    const setting = settings.upTo.kind === 'count' ? '--count' : '--to-tag'
    const detail = 'a package of kind deployed holds all that ran; build one of kind pending or offline'
    throw fail('SETTING_INVALID', { setting, from: 'the command line', detail })
  }
  if (!history.tableExists) {
    throw fail('HISTORY_NOT_FOUND', { table: historyTable(settings, history.server) })
  }
  const allowances = new Allowances(context.settings.package.allow)
  refuseDrift(standing.drifted, allowances)
  refuseMissing(standing.missing, allowances)
  refuseRepeated(standing.repeated, allowances)
  allowances.settle()
  const ran = inRebuildOrder(standing, read.changelog.changesets)
  const selected = ran.map(({ changeset, entry }): SelectedChangeset => {
    tell(changeset, { verdict: 'include', because: 'ran-on-source' })
    return { changeset, because: 'ran-on-source', entry }
  })
  const there = new Set(ran.map((item) => item.changeset))
  for (const changeset of [...standing.pending, ...others]) {
    if (!there.has(changeset))
      tell(changeset, { verdict: 'skip', because: 'not-run-on-source', detail: 'not in the history' })
  }
  return { selected, required: [], start: null, ...allowances.result() }
}

/** What this database still lacks, as far as the run goes; a target must have what this database has. */
function pending(
  context: Context,
  read: ReadChangelog,
  standing: Standing,
  history: History,
  tell: Tell,
): SelectedChangesets {
  const { upTo, package: wanted } = context.settings
  const allowances = new Allowances(wanted.allow)
  refuseDrift(standing.drifted, allowances)
  const reach = withinTag(upTo, read.filtered.kept, history.entries, allowances)
  allowances.settle()
  const known = [...standing.ran, ...standing.drifted]
  const entries = new Map<string, HistoryEntry>(known.map((item) => [identity(item.changeset.key), item.entry]))
  const selected: SelectedChangeset[] = []
  for (const changeset of reach.within) {
    const entry = entries.get(identity(changeset.key)) ?? null
    const recorded = entry?.checksum ?? null
    const computed =
      recorded === null || !changeset.runOnChange
        ? null
        : read.checksum(changeset, checksumVersionOf(recorded) === 8 ? 8 : 9)
    const decision = byCount(byHistory(changeset, entry, computed), selected.length, upTo)
    tell(changeset, decision)
    if (decision.verdict === 'include') selected.push({ changeset, because: decision.because, entry })
  }
  tellBeyond(reach.beyond, upTo, tell)
  const others = new Set(read.filtered.skipped.map((item) => identity(item.changeset.key)))
  const ranUnderOthers = standing.missing.filter((entry) => others.has(identity(entry.key)))
  const required = [...known.map((item) => item.entry), ...ranUnderOthers].map((entry) => entry.key)
  return { selected, required, start: null, ...allowances.result() }
}

function tellBeyond(beyond: readonly Changeset[], upTo: UpTo | null, tell: Tell): void {
  const detail = upTo?.kind === 'tag' ? `behind tag "${upTo.tag}"` : ''
  for (const changeset of beyond) tell(changeset, { verdict: 'skip', because: 'beyond-tag', detail })
}
