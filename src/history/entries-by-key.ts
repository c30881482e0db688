import { identity } from '../model/changeset.ts'
import { type HistoryEntry, isInternal } from '../model/history.ts'
import { inRunOrder } from './resolve-version.ts'
import { latest } from './stand.ts'

/** The entry that counts of each changeset, by `identity`, in run order; none of Liquibase's own. */
export function entriesByKey(entries: readonly HistoryEntry[]): ReadonlyMap<string, HistoryEntry> {
  const groups = new Map<string, HistoryEntry[]>()
  for (const entry of inRunOrder(entries)) {
    if (isInternal(entry)) continue
    const key = identity(entry.key)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [entry])
    else group.push(entry)
  }
  return new Map([...groups].map(([key, group]) => [key, latest(group)]))
}
