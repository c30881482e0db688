import { fail } from '../errors/dvm-error.ts'
import { stand } from '../history/stand.ts'
import { formatKey, identity } from '../model/changeset.ts'
import {
  type History,
  type HistoryEntry,
  isInternal,
  type RanChangeset,
  type Standing,
  wasRunAgain,
} from '../model/history.ts'
import type { SelectedChangeset } from '../model/selection.ts'
import { Allowances } from './allowances.ts'
import type { Context } from './context.ts'
import { findWay, type VersionRange, type Way } from './plan-path.ts'
import type { ReadChangelog } from './read-changelog.ts'
import { historyTable } from './read-history.ts'
import { inRebuildOrder } from './rebuild-order.ts'
import { refuseDrift, refuseMissing, refuseRepeated } from './refuse-unfit.ts'
import type { SelectedChangesets, Tell } from './selected-changesets.ts'
import { startOfRange } from './start-of-range.ts'

/**
 * What ran on the source between two versions of its history, with what Liquibase's update-to-tag would run again on the
 * way. Filters of this run do not matter: it ran. Only what is packaged has to fit its files.
 */
export function selectRange(
  context: Context,
  range: VersionRange,
  read: ReadChangelog,
  history: History,
  tell: Tell,
): SelectedChangesets {
  if (!history.tableExists) {
    throw fail('HISTORY_NOT_FOUND', { table: historyTable(context.settings, history.server) })
  }
  const way = findWay(history.entries, range, 'the history')
  const { kept, skipped } = read.filtered
  const others = skipped.map((item) => item.changeset)
  const standing = stand(kept, others, history.entries, read.checksum)
  const taken = takeFrom(inRebuildOrder(standing, read.changelog.changesets), way)
  const allowances = new Allowances(context.settings.package.allow)
  refuseUnfit(standing, way, taken, allowances)
  allowances.settle()
  const absent = absentBefore(standing, way, allowances)
  tellOf(taken, standing, way, tell)
  const required = way.from.at.filter((entry) => !isInternal(entry) && !absent.has(entry))
  return {
    selected: taken,
    required: required.map(({ key }) => key),
    ...startOfRange(allowances, range, { way, taken, known: [...absent].map(({ key }) => key), dated: true }),
    ...allowances.result(),
  }
}

/**
 * Of a rerun the history keeps the last time only, so its entry may stand far behind `to`. Liquibase goes by the changelog:
 * what runs always is run by every update that comes by; what changed is run where the target has other contents, and the
 * package leaves that to the target.
 */
function takeFrom(ran: readonly RanChangeset[], way: Way): SelectedChangeset[] {
  const [before, between] = [new Set(way.from.at), new Set(way.between)]
  const end = ran.findLastIndex((item) => !wasRunAgain(item) && (before.has(item.entry) || between.has(item.entry)))
  return ran.flatMap((item, place): SelectedChangeset[] => {
    const { changeset, entry } = item
    if (between.has(entry)) return [{ changeset, entry, because: 'ran-on-source' }]
    if (changeset.runAlways)
      return before.has(entry) || place < end ? [{ changeset, entry, because: 'runs-always' }] : []
    const moved = wasRunAgain(item) && !before.has(entry) && place < end
    return moved ? [{ changeset, entry, because: 'checksum-changed' }] : []
  })
}

/** Refuses what cannot be packaged. */
function refuseUnfit(standing: Standing, way: Way, taken: readonly SelectedChangeset[], allowances: Allowances): void {
  const packaged = new Set(taken.map(({ changeset }) => changeset))
  refuseDrift(
    standing.drifted.filter(({ changeset }) => packaged.has(changeset)),
    allowances,
  )
  const between = new Set(way.between)
  refuseMissing(
    standing.missing.filter((entry) => between.has(entry)),
    allowances,
  )
  const keys = new Set(taken.map(({ changeset }) => identity(changeset.key)))
  refuseRepeated(
    standing.repeated.filter(([entry]) => entry !== undefined && keys.has(identity(entry.key))),
    allowances,
  )
}

/** With `--allow missing` a target need not have what no package can bring it, but may. */
function absentBefore({ missing }: Standing, way: Way, allowances: Allowances): ReadonlySet<HistoryEntry> {
  const before = new Set(way.from.at)
  return new Set(
    missing.filter((entry) => {
      const note = `in no changelog file, not asked of the target: ${formatKey(entry.key)}`
      return before.has(entry) && allowances.loosens('missing', note)
    }),
  )
}

function tellOf(taken: readonly SelectedChangeset[], standing: Standing, { from, to }: Way, tell: Tell): void {
  for (const { changeset, because } of taken) tell(changeset, { verdict: 'include', because })
  const packaged = new Set(taken.map(({ changeset }) => changeset))
  const before = new Set(from.at)
  for (const { changeset, entry } of [...standing.ran, ...standing.drifted]) {
    if (packaged.has(changeset)) continue
    if (before.has(entry)) {
      tell(changeset, { verdict: 'skip', because: 'before-version', detail: `ran as number ${entry.order}` })
    } else {
      const detail = `ran as number ${entry.order}, behind ${to.at.at(-1)?.order ?? 0}`
      tell(changeset, { verdict: 'skip', because: 'beyond-version', detail })
    }
  }
  for (const changeset of standing.pending) {
    tell(changeset, { verdict: 'skip', because: 'not-run-on-source', detail: 'not in the history' })
  }
}
