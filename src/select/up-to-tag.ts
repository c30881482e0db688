import { type Changeset, formatKey, normalizePath } from '../model/changeset.ts'
import type { HistoryEntry } from '../model/history.ts'

export interface Reach {
  /** All up to the changeset that carries the tag, with it; everything where none does. */
  readonly within: readonly Changeset[]
  readonly beyond: readonly Changeset[]
  readonly found: boolean
}

/**
 * Cuts a changelog behind the changeset that carries a tag: by its own tagDatabase change, or because its history entry
 * was tagged, where the case of the tag does not count (UpToTagChangeSetFilter). Linear in both.
 */
export function upToTag(changesets: readonly Changeset[], tag: string, entries: readonly HistoryEntry[]): Reach {
  const tagged = taggedEntry(tag, entries)
  // The history's path counts as normalised, that of the changeset as it is: so does Liquibase compare.
  const ran = tagged === null ? null : formatKey({ ...tagged.key, path: normalizePath(tagged.key.path) })
  const last = changesets.findIndex((changeset) => formatKey(changeset.key) === ran || tagOf(changeset) === tag)
  if (last === -1) return { within: changesets, beyond: [], found: false }
  return { within: changesets.slice(0, last + 1), beyond: changesets.slice(last + 1), found: true }
}

/** The earliest entry that has the tag. */
export function taggedEntry(tag: string, entries: readonly HistoryEntry[]): HistoryEntry | null {
  const wanted = tag.toLowerCase()
  const [first] = entries
    .filter((entry) => entry.tag?.toLowerCase() === wanted)
    .sort((a, b) => (a.executedAt === b.executedAt ? a.order - b.order : a.executedAt < b.executedAt ? -1 : 1))
  return first ?? null
}

/** Of several tags in one changeset the last one counts here, although the first one is recorded. */
export function tagOf(changeset: Changeset): string | null {
  return changeset.changes.findLast((change) => change.kind === 'tagDatabase')?.tag ?? null
}
