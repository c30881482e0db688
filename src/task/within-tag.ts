import { complaint } from '../errors/dvm-error.ts'
import { type Changeset, formatKey } from '../model/changeset.ts'
import type { HistoryEntry } from '../model/history.ts'
import type { UpTo } from '../model/selection.ts'
import { type Reach, taggedEntry, upToTag } from '../select/up-to-tag.ts'
import type { Allowances } from './allowances.ts'

/**
 * How far a run with `--to-tag` goes. A tag that no changeset carries is refused unless `--allow unknown-tag` is given:
 * Liquibase then deploys everything, with no more than a warning beforehand.
 */
export function withinTag(
  upTo: UpTo | null,
  changesets: readonly Changeset[],
  entries: readonly HistoryEntry[],
  allowances: Allowances,
): Reach {
  if (upTo?.kind !== 'tag') return { within: changesets, beyond: [], found: false }
  const reach = upToTag(changesets, upTo.tag, entries)
  if (!reach.found) {
    const entry = taggedEntry(upTo.tag, entries)
    const detail = entry === null ? '' : `; in the history ${formatKey(entry.key)} has it, which is not among them`
    allowances.check(
      'unknown-tag',
      complaint('TAG_NOT_FOUND', { tag: upTo.tag, detail }),
      `no changeset carries tag "${upTo.tag}", everything was taken`,
    )
  }
  return reach
}
