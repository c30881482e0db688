import { checksumVersionOf } from '../model/checksum.ts'
import type { HistoryEntry } from '../model/history.ts'
import type { UnexpectedEntry } from '../model/verification.ts'
import { differingEntries } from './differing-entries.ts'
import { entriesByKey } from './entries-by-key.ts'

const COLUMNS = ['description', 'comments', 'contexts', 'labels'] as const

/**
 * Every way in which a history is not the one that was expected, but for times, deployments and numbers: their order counts.
 * Checksums of two versions say nothing of each other.
 */
export function unequalEntries(
  expected: readonly HistoryEntry[],
  found: readonly HistoryEntry[],
): readonly UnexpectedEntry[] {
  const differences = differingEntries(expected, found, (_key, one, other) =>
    checksumVersionOf(one) === checksumVersionOf(other) ? 'diverged' : 'same',
  ).map((difference): UnexpectedEntry => {
    const { key } = difference
    if (difference.kind === 'differs') {
      return { key, field: difference.field, expected: difference.from, found: difference.to }
    }
    const order = String(difference.order)
    const lacks = difference.kind === 'only-in-from'
    return { key, field: 'order', expected: lacks ? order : null, found: lacks ? null : order }
  })
  const there = entriesByKey(found)
  const columns = [...entriesByKey(expected)].flatMap(([key, entry]) => {
    const other = there.get(key)
    if (other === undefined) return []
    const unequal = COLUMNS.filter((column) => (entry[column] ?? '') !== (other[column] ?? ''))
    return unequal.map((field) => ({ key: entry.key, field, expected: entry[field], found: other[field] }))
  })
  return [...differences, ...columns]
}
