import { type ChangesetKey, identity } from '../model/changeset.ts'
import type { HistoryEntry } from '../model/history.ts'
import { inRunOrder } from './resolve-version.ts'

/**
 * The history of a run in one go as that of two: in the second one changesets that run again took the end of the history, and
 * say so, with those of `keys` that had not run between them, in the order of the changelog.
 */
export function afterReruns(
  entries: readonly HistoryEntry[],
  keys: readonly ChangesetKey[],
  reran: readonly ChangesetKey[],
): readonly HistoryEntry[] {
  if (reran.length === 0) return entries
  const [second, twice] = [new Set(keys.map(identity)), new Set(reran.map(identity))]
  const ran = inRunOrder(entries)
  const isSecond = (entry: HistoryEntry): boolean => second.has(identity(entry.key))
  const sorted = [...ran.filter((entry) => !isSecond(entry)), ...ran.filter(isSecond)]
  return sorted.map((entry, index) => {
    const again = twice.has(identity(entry.key)) && entry.execType === 'EXECUTED'
    const { order, executedAt } = ran[index] ?? entry
    return { ...entry, order, executedAt, execType: again ? 'RERAN' : entry.execType }
  })
}
