import type { NewChecksum } from '../history/write-checksums.ts'
import { type Changeset, identity } from '../model/changeset.ts'
import { checksumVersionOf } from '../model/checksum.ts'
import type { HistoryEntry } from '../model/history.ts'
import type { Settings } from '../model/settings.ts'
import { byContext } from '../select/by-context.ts'
import { byDbms } from '../select/by-dbms.ts'
import { upToTag } from '../select/up-to-tag.ts'
import type { ReadChangelog } from './read-changelog.ts'

const CURRENT_VERSION = 9

/**
 * Entries without a checksum whose changeset contexts and dbms let pass: `update` and `changelog-sync` fill them in before
 * anything else, whatever labels say (AbstractChangeLogHistoryService.upgradeChecksums).
 */
export function missingChecksums(
  { contexts }: Settings,
  { changelog, checksum }: ReadChangelog,
  entries: readonly HistoryEntry[],
): NewChecksum[] {
  const asked = changelog.changesets.filter(
    (changeset) => byDbms(changeset) === null && byContext(changeset, contexts) === null,
  )
  return replacements(asked, entries, (entry) => entry.checksum === null, checksum)
}

/**
 * What an update that runs `selected` does to the checksums of the others it comes by: those that are missing or of an
 * older version become today's (UpdateVisitor). With `--count` it comes by none.
 */
export function staleChecksums(
  settings: Settings,
  read: ReadChangelog,
  entries: readonly HistoryEntry[],
  selected: readonly Changeset[],
): NewChecksum[] {
  const { upTo } = settings
  if (upTo?.kind === 'count') return []
  const { kept } = read.filtered
  const runs = new Set(selected)
  const passed = (upTo === null ? kept : upToTag(kept, upTo.tag, entries).within).filter((one) => !runs.has(one))
  const old = replacements(passed, entries, isOld, read.checksum)
  // Only the whole update fills in what it does not come by.
  const missing = upTo === null ? missingChecksums(settings, read, entries) : []
  const known = new Set(old.map((one) => identity(one.key)))
  return [...old, ...missing.filter((one) => !known.has(identity(one.key)))]
}

function isOld({ checksum }: HistoryEntry): boolean {
  return checksum === null || checksumVersionOf(checksum) < CURRENT_VERSION
}

function replacements(
  changesets: readonly Changeset[],
  entries: readonly HistoryEntry[],
  wanted: (entry: HistoryEntry) => boolean,
  checksum: ReadChangelog['checksum'],
): NewChecksum[] {
  const due = entries.filter(wanted)
  if (due.length === 0) return []
  const byKey = new Map(changesets.map((changeset) => [identity(changeset.key), changeset]))
  return due.flatMap((entry) => {
    const changeset = byKey.get(identity(entry.key))
    if (changeset === undefined) return []
    return [{ key: entry.key, before: entry.checksum, checksum: checksum(changeset, CURRENT_VERSION) }]
  })
}
