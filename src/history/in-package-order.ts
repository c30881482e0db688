import { type ChangesetKey, identity } from '../model/changeset.ts'
import type { HistoryEntry } from '../model/history.ts'
import { inRunOrder } from './resolve-version.ts'

/**
 * A history as a package that runs its changesets in an order of its own leaves it: its entries take each other's places,
 * all others keep theirs.
 */
export function inPackageOrder(entries: readonly HistoryEntry[], keys: readonly ChangesetKey[]): HistoryEntry[] {
  const rank = new Map(keys.map((key, index) => [identity(key), index]))
  const rankOf = (entry: HistoryEntry): number => rank.get(identity(entry.key)) ?? -1
  const ran = inRunOrder(entries)
  const own = ran.filter((entry) => rankOf(entry) >= 0)
  const sorted = [...own].sort((a, b) => rankOf(a) - rankOf(b))
  const placed = new Map(own.map((place, index) => [place, sorted[index] ?? place]))
  return ran.map((place) => {
    const entry = placed.get(place) ?? place
    return { ...entry, order: place.order, executedAt: place.executedAt }
  })
}
