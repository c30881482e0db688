import { historyColumns } from '../change/columns.ts'
import { fail } from '../errors/dvm-error.ts'
import { inRunOrder, resolveVersion } from '../history/resolve-version.ts'
import { stand } from '../history/stand.ts'
import { type Changeset, type ChangesetKey, formatKey, identity } from '../model/changeset.ts'
import { type History, type HistoryEntry, isInternal, type RanChangeset } from '../model/history.ts'
import type { RollbackPoint, UndoneChangeset } from '../model/rollback.ts'
import { formatVersion } from '../model/version.ts'
import { Allowances } from './allowances.ts'
import type { Context } from './context.ts'
import type { ReadChangelog } from './read-changelog.ts'
import { historyTable } from './read-history.ts'
import { refuseDrift, refuseMissing, refuseRepeated } from './refuse-unfit.ts'
import { mayLeaveNoRow } from './select-between.ts'

/** What a rollback undoes, and what it asks of its target. */
export interface SelectedRollback {
  /** Where it leads, in words. */
  readonly to: string
  /** The one that ran last first. */
  readonly undone: readonly RanChangeset[]
  /** Ran after that point as well, and is not touched, with the reason. */
  readonly staying: readonly UndoneChangeset[]
  /** What ran before. */
  readonly required: readonly ChangesetKey[]
  /** The same, of what may run without leaving a row: a target may lack it. */
  readonly optional: readonly ChangesetKey[]
  readonly allowances: Allowances
}

/**
 * What `liquibase rollback`, `rollback-to-date` and `rollback-count` would undo: entries of the history behind the point, as
 * far as contexts, labels and databases of this run leave their changesets. A count counts those only (CountChangeSetFilter
 * comes last). Without a database all of the changelog counts as run, in its order.
 *
 * Where Liquibase passes over an entry that no file answers to, it is refused unless `--allow missing` is given.
 */
export function selectRollback(
  context: Context,
  read: ReadChangelog,
  history: History | null,
  point: RollbackPoint,
): SelectedRollback {
  if (history !== null && !history.tableExists) {
    throw fail('HISTORY_NOT_FOUND', { table: historyTable(context.settings, history.server) })
  }
  if (history === null) refuseWithoutHistory(point)
  const entries = inRunOrder(history?.entries ?? read.filtered.kept.map(asEntry))
  const after = point.kind === 'count' ? entries : resolveVersion(entries, point.version).after
  const standing = stand(read.filtered.kept, [], entries, read.checksum)
  const allowances = new Allowances(context.settings.package.allow)
  refuseDrift(standing.drifted, allowances)
  const changesets = new Map([...standing.ran, ...standing.drifted].map((item) => [identity(item.changeset.key), item]))
  const parted = part([...after].reverse(), changesets, read, point.kind === 'count' ? point.count : null)
  refuseMissing(parted.missing, allowances)
  const keys = new Set(parted.undone.map(({ changeset }) => identity(changeset.key)))
  refuseRepeated(
    standing.repeated.filter(([entry]) => entry !== undefined && keys.has(identity(entry.key))),
    allowances,
  )
  const touched = new Set([...keys, ...parted.staying.map(({ key }) => identity(key))])
  const before = entries.filter((entry) => !isInternal(entry) && !touched.has(identity(entry.key)))
  const isOptional = ({ key }: HistoryEntry): boolean => {
    const ran = changesets.get(identity(key))
    return ran !== undefined && mayLeaveNoRow(ran.changeset)
  }
  return {
    to: point.kind === 'count' ? `before the last ${point.count}` : formatVersion(point.version),
    undone: parted.undone,
    staying: parted.staying,
    required: unique(before.filter((entry) => !isOptional(entry))),
    optional: unique(before.filter(isOptional)),
    allowances,
  }
}

interface Parted {
  readonly undone: RanChangeset[]
  readonly staying: UndoneChangeset[]
  readonly missing: HistoryEntry[]
}

/** `newest` are the entries in question, the last one first. */
function part(
  newest: readonly HistoryEntry[],
  changesets: ReadonlyMap<string, RanChangeset>,
  read: ReadChangelog,
  count: number | null,
): Parted {
  const filtered = new Map(read.filtered.skipped.map((item) => [identity(item.changeset.key), item]))
  const parted: Parted = { undone: [], staying: [], missing: [] }
  const seen = new Set<string>()
  for (const entry of newest) {
    if (count !== null && parted.undone.length >= count) break
    const key = identity(entry.key)
    if (seen.has(key)) continue
    seen.add(key)
    const ran = changesets.get(key)
    const skipped = filtered.get(key)
    if (ran !== undefined) parted.undone.push({ ...ran, entry })
    else if (skipped !== undefined) {
      const { decision, changeset } = skipped
      const because = decision.verdict === 'skip' ? [`${decision.because}: ${decision.detail}`] : []
      parted.staying.push(stays(entry, changeset, because))
    } else {
      parted.staying.push(stays(entry, null, [isInternal(entry) ? 'it carries a tag only' : 'in no changelog file']))
      if (!isInternal(entry)) parted.missing.push(entry)
    }
  }
  return parted
}

export function stays(entry: HistoryEntry, changeset: Changeset | null, because: readonly string[]): UndoneChangeset {
  return { key: entry.key, place: changeset?.place ?? null, rollback: 'stays', because, destroys: [] }
}

function refuseWithoutHistory(point: RollbackPoint): void {
  if (point.kind === 'count' || (point.version.kind !== 'deployment' && point.version.kind !== 'date')) return
  throw fail('DATABASE_REQUIRED', { command: `${formatVersion(point.version)}, which a changelog cannot tell,` })
}

/** The changelog as the history of a database that ran all of it: numbers are places. */
function asEntry(changeset: Changeset, index: number): HistoryEntry {
  const { description, comments, contexts, labels, tag } = historyColumns(changeset)
  return {
    key: changeset.key,
    executedAt: '',
    order: index + 1,
    execType: 'EXECUTED',
    checksum: null,
    description,
    comments,
    tag,
    liquibase: null,
    contexts,
    labels,
    deploymentId: null,
  }
}

function unique(entries: readonly HistoryEntry[]): readonly ChangesetKey[] {
  return [...new Map(entries.map(({ key }) => [formatKey(key), key])).values()]
}
