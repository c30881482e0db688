import { complaint } from '../errors/dvm-error.ts'
import { latest } from '../history/stand.ts'
import { formatKey } from '../model/changeset.ts'
import type { DriftedChangeset, HistoryEntry } from '../model/history.ts'
import type { Allowances } from './allowances.ts'

export function refuseDrift(drifted: readonly DriftedChangeset[], allowances: Allowances): void {
  for (const { changeset, recorded, computed } of drifted) {
    const key = formatKey(changeset.key)
    allowances.check(
      'drift',
      complaint('CHECKSUM_DRIFT', { changeset: key, recorded, computed }, changeset.place),
      `edited after it ran, packaged as it is now: ${key}`,
    )
  }
}

export function refuseMissing(missing: readonly HistoryEntry[], allowances: Allowances): void {
  for (const { key, order } of missing) {
    const changeset = formatKey(key)
    allowances.check(
      'missing',
      complaint('CHANGESET_MISSING', { changeset, order }),
      `left out, in no changelog file: ${changeset}`,
    )
  }
}

/** `repeated` are the entries of one changeset each. */
export function refuseRepeated(repeated: readonly (readonly HistoryEntry[])[], allowances: Allowances): void {
  for (const group of repeated) {
    const changeset = formatKey(latest(group).key)
    allowances.check(
      'repeated',
      complaint('HISTORY_REPEATED', { changeset, times: group.length }),
      `stands ${group.length} times in the history: ${changeset}`,
    )
  }
}
