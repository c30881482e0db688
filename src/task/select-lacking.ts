import { type Complaint, complaint, fail } from '../errors/dvm-error.ts'
import { type ChecksumVerdict, differingEntries } from '../history/differing-entries.ts'
import { inRunOrder } from '../history/resolve-version.ts'
import { stand } from '../history/stand.ts'
import type { Warning } from '../model/changelog.ts'
import { type Changeset, type ChangesetKey, formatKey, identity } from '../model/changeset.ts'
import { acceptsAnything, checksumVersionOf } from '../model/checksum.ts'
import { type History, type HistoryEntry, isInternal, type RanChangeset } from '../model/history.ts'
import type { HistoryDifference } from '../model/package-path.ts'
import type { SelectedChangeset } from '../model/selection.ts'
import { Allowances } from './allowances.ts'
import type { Context } from './context.ts'
import { toPathPoint, toSteps } from './plan-path.ts'
import { type ReadChangelog, requireSound } from './read-changelog.ts'
import { historyTable } from './read-history.ts'
import { inRebuildOrder } from './rebuild-order.ts'
import { refuseDrift, refuseMissing, refuseRepeated } from './refuse-unfit.ts'
import type { SelectedChangesets, Tell } from './selected-changesets.ts'
import { takesMore } from './start-of-range.ts'

/** A database that is compared, and what it says of itself. */
export interface Side {
  /** Without password. */
  readonly label: string
  readonly history: History
}

/**
 * What one database has and another lacks, for a target that stands where the other one stands. Refused with
 * ENVIRONMENTS_DIVERGED where no package leads from one to the other; `--allow diverged` leaves alone what is in the way.
 */
export function selectLacking(
  context: Context,
  read: ReadChangelog,
  sides: { readonly from: Side; readonly to: Side },
  tell: Tell = () => undefined,
): SelectedChangesets {
  const { from, to } = sides
  if (!to.history.tableExists) {
    throw fail('HISTORY_NOT_FOUND', { table: `${historyTable(context.settings, to.history.server)} on ${to.label}` })
  }
  const { kept, skipped } = read.filtered
  const others = skipped.map((item) => item.changeset)
  const differences = differingEntries(from.history.entries, to.history.entries, judgeBy(read))
  const allowances = new Allowances(context.settings.package.allow)
  refuseDiverged(differences, sides, allowances)
  const standing = stand(kept, others, to.history.entries, read.checksum)
  const selected = takeFrom(inRebuildOrder(standing, read.changelog.changesets), differences)
  const lacking = new Set(differences.flatMap((one) => (one.kind === 'only-in-to' ? identity(one.key) : [])))
  const isLacking = ({ key }: { readonly key: ChangesetKey }): boolean => lacking.has(identity(key))
  refuseDrift(
    standing.drifted.filter(({ changeset }) => isLacking(changeset)),
    allowances,
  )
  refuseMissing(standing.missing.filter(isLacking), allowances)
  refuseRepeated(
    standing.repeated.filter((group) => group.some(isLacking)),
    allowances,
  )
  allowances.settle()
  requireSound(selected.map(({ changeset }) => changeset))
  tellOf(selected, read, to.history.entries, tell)
  const [before, there] = [inRunOrder(from.history.entries), inRunOrder(to.history.entries)]
  const point = (at: readonly HistoryEntry[], label: string) => toPathPoint(at, label, true)
  return {
    selected,
    required: before.filter((entry) => !isInternal(entry)).map(({ key }) => key),
    start: {
      path: {
        from: point(before, from.label),
        to: point(there, to.label),
        steps: toSteps(there.filter(isLacking), true),
        again: selected.filter(({ because }) => because !== 'ran-on-source').map(({ changeset }) => changeset.key),
        differences,
      },
      known: [],
      exact: !takesMore(allowances),
    },
    warnings: lacking.size === 0 ? [nothingLacking(sides)] : [],
    ...allowances.result(),
  }
}

/** What is lacking, what runs always, and what changed there and may: each in the order that rebuilds the database. */
function takeFrom(ran: readonly RanChangeset[], differences: readonly HistoryDifference[]): SelectedChangeset[] {
  const [lacking, changed] = [new Set<string>(), new Set<string>()]
  for (const one of differences) {
    if (one.kind === 'only-in-to') lacking.add(identity(one.key))
    if (one.kind === 'differs' && one.field === 'checksum') changed.add(identity(one.key))
  }
  return ran.flatMap(({ changeset, entry }): SelectedChangeset[] => {
    const key = identity(changeset.key)
    if (lacking.has(key)) return [{ changeset, entry, because: 'ran-on-source' }]
    if (changeset.runAlways) return [{ changeset, entry, because: 'runs-always' }]
    return changeset.runOnChange && changed.has(key) ? [{ changeset, entry, because: 'checksum-changed' }] : []
  })
}

function refuseDiverged(
  differences: readonly HistoryDifference[],
  { from, to }: { readonly from: Side; readonly to: Side },
  allowances: Allowances,
): void {
  const refuse = (key: ChangesetKey, detail: string): void => {
    const refusal: Complaint = complaint('ENVIRONMENTS_DIVERGED', { changeset: formatKey(key), detail })
    allowances.check('diverged', refusal, `left alone: ${formatKey(key)}, ${detail}`)
  }
  for (const one of differences) {
    if (one.kind === 'only-in-from') refuse(one.key, `${from.label} has it (order ${one.order}), ${to.label} does not`)
    if (one.kind === 'differs' && one.diverges) {
      refuse(one.key, `${one.field} ${one.from} on ${from.label}, ${one.to} on ${to.label}`)
    }
  }
}

/** Checksums of two versions cannot be compared with each other, but each with the changeset. */
function judgeBy({
  changelog,
  checksum,
}: ReadChangelog): (key: ChangesetKey, from: string, to: string) => ChecksumVerdict {
  const byKey = new Map(changelog.changesets.map((changeset) => [identity(changeset.key), changeset]))
  const computed = (changeset: Changeset, recorded: string): string =>
    checksum(changeset, checksumVersionOf(recorded) === 8 ? 8 : 9)
  return (key, from, to) => {
    const changeset = byKey.get(identity(key))
    if (changeset === undefined) return 'diverged'
    const { runAlways, runOnChange, validChecksums } = changeset
    if (runAlways || runOnChange || validChecksums.some(acceptsAnything)) return 'may-differ'
    const fits = [from, to].every((one) => one === computed(changeset, one))
    if (fits) return 'same'
    const valid = [from, to].every((one) => validChecksums.includes(one) || one === computed(changeset, one))
    return valid ? 'may-differ' : 'diverged'
  }
}

function tellOf(
  selected: readonly SelectedChangeset[],
  { changelog }: ReadChangelog,
  entries: readonly HistoryEntry[],
  tell: Tell,
): void {
  const included = new Map(selected.map(({ changeset, because }) => [changeset, because]))
  const ran = new Set(entries.map(({ key }) => identity(key)))
  for (const changeset of changelog.changesets) {
    const because = included.get(changeset)
    if (because !== undefined) tell(changeset, { verdict: 'include', because })
    else if (ran.has(identity(changeset.key))) {
      tell(changeset, { verdict: 'skip', because: 'already-ran', detail: 'both have it' })
    } else tell(changeset, { verdict: 'skip', because: 'not-run-on-source', detail: 'not in the history' })
  }
}

function nothingLacking({ from, to }: { readonly from: Side; readonly to: Side }): Warning {
  return { code: 'PACKAGE_EMPTY', message: `${from.label} lacks nothing that ${to.label} has`, place: null }
}
