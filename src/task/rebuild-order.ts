import type { Changeset } from '../model/changeset.ts'
import { type RanChangeset, type Standing, wasRunAgain } from '../model/history.ts'

/**
 * What ran, in an order that builds the database anew. A rerun takes the end of the history, and what it made first (a
 * function, the settings of a session) may be needed by all that followed: a changeset that was run again stands where
 * the changelog has it, before the first of those behind it there. All others keep the history's order.
 */
export function inRebuildOrder(standing: Standing, changesets: readonly Changeset[]): readonly RanChangeset[] {
  const ran = [...standing.ran, ...standing.drifted].sort((a, b) => a.entry.order - b.entry.order)
  const position = new Map(changesets.map((changeset, index) => [changeset, index]))
  const positionOf = (item: RanChangeset): number => position.get(item.changeset) ?? changesets.length
  const moved = ran.filter(wasRunAgain).sort((a, b) => positionOf(b) - positionOf(a))
  const order: RanChangeset[] = []
  for (const item of ran) {
    if (wasRunAgain(item)) continue
    for (let next = moved.at(-1); next !== undefined && positionOf(next) < positionOf(item); next = moved.at(-1)) {
      order.push(next)
      moved.pop()
    }
    order.push(item)
  }
  return [...order, ...moved.reverse()]
}
