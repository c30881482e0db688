import { type ChangesetKey, identity } from '../model/changeset.ts'
import type { HistoryEntry } from '../model/history.ts'
import type { HistoryDifference } from '../model/package-path.ts'
import { entriesByKey } from './entries-by-key.ts'

/** What two recorded checksums of one changeset mean for each other. */
export type ChecksumVerdict = 'same' | 'may-differ' | 'diverged'
export type JudgeChecksums = (key: ChangesetKey, from: string, to: string) => ChecksumVerdict

/**
 * Every row in which two histories differ: what only one of them has, then what both have with another checksum, exectype,
 * tag or place in the order, as `to` ran it. Of the order as few changesets as possible are named: all others follow each
 * other in both as they do in one.
 */
export function differingEntries(
  from: readonly HistoryEntry[],
  to: readonly HistoryEntry[],
  judge: JudgeChecksums,
): HistoryDifference[] {
  const [ours, theirs] = [entriesByKey(from), entriesByKey(to)]
  const only = (kind: 'only-in-from' | 'only-in-to', have: Entries, lack: Entries): HistoryDifference[] =>
    [...have].flatMap(([id, { key, order }]) => (lack.has(id) ? [] : [{ kind, key, order }]))
  const both = [...theirs].flatMap(([id, entry]) => {
    const other = ours.get(id)
    return other === undefined ? [] : [{ from: other, to: entry }]
  })
  const moved = new Set(outOfOrder(both, [...ours.keys()]))
  return [
    ...only('only-in-from', ours, theirs),
    ...only('only-in-to', theirs, ours),
    ...both.flatMap((pair) => differences(pair, moved.has(pair), judge)),
  ]
}

type Entries = ReadonlyMap<string, HistoryEntry>

interface Pair {
  readonly from: HistoryEntry
  readonly to: HistoryEntry
}

function differences({ from, to }: Pair, moved: boolean, judge: JudgeChecksums): HistoryDifference[] {
  const differs = (
    field: 'checksum' | 'exectype' | 'tag' | 'order',
    one: string | null,
    other: string | null,
    diverges = false,
  ): HistoryDifference => ({ kind: 'differs', key: to.key, field, from: one, to: other, diverges })
  const found: HistoryDifference[] = []
  if (from.checksum !== to.checksum) {
    // An empty checksum means that someone cleared it: there is nothing to compare with.
    const cleared = from.checksum === null || to.checksum === null
    const verdict = cleared ? 'may-differ' : judge(to.key, from.checksum ?? '', to.checksum ?? '')
    if (verdict !== 'same') found.push(differs('checksum', from.checksum, to.checksum, verdict === 'diverged'))
  }
  if (from.execType !== to.execType) found.push(differs('exectype', from.execType, to.execType))
  if (from.tag !== to.tag) found.push(differs('tag', from.tag, to.tag))
  if (moved) found.push(differs('order', String(from.order), String(to.order)))
  return found
}

/** Those beside the longest run of changesets that follow each other in both (patience sorting). */
function outOfOrder(both: readonly Pair[], order: readonly string[]): Pair[] {
  const placeOf = new Map(order.map((key, place) => [key, place]))
  const places = both.map(({ to }) => placeOf.get(identity(to.key)) ?? 0)
  // Of the runs of each length, the index of the lowest last place.
  const ends: number[] = []
  const before: number[] = []
  places.forEach((place, index) => {
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((places[ends[middle] ?? 0] ?? 0) < place) low = middle + 1
      else high = middle
    }
    before[index] = low === 0 ? -1 : (ends[low - 1] ?? -1)
    ends[low] = index
  })
  const kept = new Set<number>()
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index] ?? -1) kept.add(index)
  return both.filter((_pair, index) => !kept.has(index))
}
