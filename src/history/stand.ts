import { type Changeset, identity } from '../model/changeset.ts'
import { acceptsAnything, type Checksum, type ChecksumVersion, checksumVersionOf } from '../model/checksum.ts'
import {
  type DriftedChangeset,
  type HistoryEntry,
  isInternal,
  type RanChangeset,
  type Standing,
} from '../model/history.ts'

/** Computes a checksum in the version asked for. */
export type Computes = (changeset: Changeset, version: ChecksumVersion) => Checksum

/**
 * Compares changelog and history once. `changesets` are those that this run's contexts, labels and dbms leave;
 * `others` the ones they filter away: an entry that answers to one of those is not missing, it ran under other filters.
 * One of those whose checksum cannot be computed any more counts as it ran: Liquibase does not ask for it either
 * (DatabaseChangeLog.validate). Linear in both.
 */
export function stand(
  changesets: readonly Changeset[],
  others: readonly Changeset[],
  entries: readonly HistoryEntry[],
  compute: Computes,
): Standing {
  const byKey = new Map<string, Changeset>()
  const unasked = new Set(others.filter(isUnreadable))
  for (const changeset of others) byKey.set(identity(changeset.key), changeset)
  for (const changeset of changesets) byKey.set(identity(changeset.key), changeset)
  const grouped = groupByKey(entries)
  const ran: RanChangeset[] = []
  const drifted: DriftedChangeset[] = []
  const missing: HistoryEntry[] = []
  const repeated: (readonly HistoryEntry[])[] = []
  for (const [key, group] of grouped) {
    const changeset = byKey.get(key)
    const rows = changeset === undefined ? group : withoutRemarks(changeset, group)
    const entry = latest(rows)
    if (rows.length > 1) repeated.push(rows)
    if (changeset === undefined) {
      if (!isInternal(entry)) missing.push(entry)
    } else {
      const differs = unasked.has(changeset) ? null : drift(changeset, entry, compute)
      if (differs !== null) drifted.push(differs)
      else ran.push({ changeset, entry })
    }
  }
  const pending = changesets.filter((changeset) => !grouped.has(identity(changeset.key)))
  const inOrder = (a: RanChangeset, b: RanChangeset): number => a.entry.order - b.entry.order
  return { ran: ran.sort(inOrder), pending, drifted: drifted.sort(inOrder), missing, repeated }
}

/** Whether the checksum of a changeset cannot be computed. */
export function isUnreadable({ faults }: Changeset): boolean {
  return faults.some(({ blocks }) => blocks !== 'run')
}

/** The entry that counts where a changeset stands more than once (ShouldRunChangeSetFilter): latest date, lowest order. */
export function latest(group: readonly HistoryEntry[]): HistoryEntry {
  const sorted = [...group].sort((a, b) =>
    a.executedAt === b.executedAt ? a.order - b.order : a.executedAt < b.executedAt ? 1 : -1,
  )
  return sorted[0] as HistoryEntry
}

/**
 * Liquibase inserts one more MARK_RAN row at every update for a changeset that runs again and whose precondition then
 * marks it (MarkChangeSetRanGenerator). Such rows repeat nothing: what counts is the last time it ran, else the first mark.
 */
function withoutRemarks(changeset: Changeset, group: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const marks = (changeset.runAlways || changeset.runOnChange) && changeset.preconditions !== null
  if (group.length === 1 || !marks) return group
  const executed = group.filter((entry) => entry.execType !== 'MARK_RAN')
  const byOrder = [...group].sort((a, b) => a.order - b.order)
  return executed.length > 0 ? [latest(executed)] : byOrder.slice(0, 1)
}

function groupByKey(entries: readonly HistoryEntry[]): Map<string, HistoryEntry[]> {
  const grouped = new Map<string, HistoryEntry[]>()
  for (const entry of entries) {
    const key = identity(entry.key)
    const group = grouped.get(key)
    if (group === undefined) grouped.set(key, [entry])
    else group.push(entry)
  }
  return grouped
}

/** The drift of a changeset that must not change once it ran; null where it stands as recorded. */
function drift(changeset: Changeset, entry: HistoryEntry, compute: Computes): DriftedChangeset | null {
  if (changeset.runAlways || changeset.runOnChange) return null
  const recorded = entry.checksum
  if (recorded === null || changeset.validChecksums.some(acceptsAnything)) return null
  const version = checksumVersionOf(recorded)
  // Versions before 8 are not computed any more; Liquibase 4.28 refuses to read them.
  const computed = compute(changeset, version === 8 ? 8 : 9)
  if (
    computed === recorded ||
    changeset.validChecksums.includes(recorded) ||
    changeset.validChecksums.includes(computed)
  ) {
    return null
  }
  return { changeset, entry, recorded, computed }
}
