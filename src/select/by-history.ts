import type { Changeset } from '../model/changeset.ts'
import type { Checksum } from '../model/checksum.ts'
import type { HistoryEntry } from '../model/history.ts'
import type { Decision } from '../model/selection.ts'

/**
 * Whether a changeset is to run, given its history entry (ShouldRunChangeSetFilter). Drift is not decided here: a
 * changeset that ran and differs is `already-ran`, and whoever builds from a Standing sees it under `drifted`.
 */
export function byHistory(changeset: Changeset, entry: HistoryEntry | null, computed: Checksum | null): Decision {
  if (entry === null) return { verdict: 'include', because: 'never-ran' }
  if (changeset.runAlways) return { verdict: 'include', because: 'runs-always' }
  const changed = entry.checksum !== null && computed !== null && entry.checksum !== computed
  if (changeset.runOnChange && changed) return { verdict: 'include', because: 'checksum-changed' }
  return { verdict: 'skip', because: 'already-ran', detail: `ran as number ${entry.order}` }
}
