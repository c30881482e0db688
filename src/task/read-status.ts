import { isUnreadable, stand } from '../history/stand.ts'
import type { Changeset } from '../model/changeset.ts'
import { checksumVersionOf } from '../model/checksum.ts'
import type { HistoryEntry, Standing } from '../model/history.ts'
import type { StatusReport, StatusRow } from '../model/report.ts'
import { byHistory } from '../select/by-history.ts'
import type { Context } from './context.ts'
import { databaseParameters } from './database-parameters.ts'
import { type ReadChangelog, readChangelog } from './read-changelog.ts'
import { loadHistory } from './read-history.ts'

/** Changelog against history: one row per changeset, with the reason. */
export async function readStatus(context: Context): Promise<StatusReport> {
  const history = await loadHistory(context, 'status')
  const read = readChangelog(context, databaseParameters(context.settings, history.server), history.entries)
  const others = read.filtered.skipped.map((item) => item.changeset)
  const standing = stand(read.filtered.kept, others, history.entries, read.checksum)
  const rows = [...knownRows(standing, read), ...filteredRows(standing, read), ...strayRows(standing)]
  const counts = { ran: 0, pending: 0, drifted: 0, missing: 0, repeated: 0, filtered: 0 }
  for (const row of rows) counts[row.state]++
  return {
    changelog: read.changelog.root,
    database: context.database?.label ?? '',
    total: rows.length,
    counts,
    rows,
    lock: history.lock,
    warnings: read.warningsOf(standing.pending),
  }
}

/** What this run's filters leave, in changelog order. A changeset that would run again counts as pending. */
function* knownRows(standing: Standing, read: ReadChangelog): Generator<StatusRow> {
  const entries = new Map([...standing.ran, ...standing.drifted].map((item) => [item.changeset, item.entry]))
  const drifted = new Map(standing.drifted.map((item) => [item.changeset, item]))
  for (const changeset of read.filtered.kept) {
    const entry = entries.get(changeset) ?? null
    const drift = drifted.get(changeset)
    if (drift !== undefined) {
      yield row(changeset, 'drifted', 'edited after it ran', entry, drift.recorded, drift.computed)
      continue
    }
    const recorded = entry?.checksum ?? null
    const computed = recorded === null ? null : read.checksum(changeset, checksumVersionOf(recorded) === 8 ? 8 : 9)
    const decision = byHistory(changeset, entry, computed)
    const state = decision.verdict === 'include' ? 'pending' : 'ran'
    yield row(changeset, state, decision.because, entry, recorded, computed)
  }
}

function* filteredRows(standing: Standing, read: ReadChangelog): Generator<StatusRow> {
  const ran = new Map(standing.ran.map((item) => [item.changeset, item.entry]))
  const drifted = new Map(standing.drifted.map((item) => [item.changeset, item]))
  for (const { changeset, decision } of read.filtered.skipped) {
    const drift = drifted.get(changeset)
    if (drift !== undefined) {
      yield row(changeset, 'drifted', 'edited after it ran', drift.entry, drift.recorded, drift.computed)
      continue
    }
    const entry = ran.get(changeset) ?? null
    const why = decision.verdict === 'skip' ? decision.detail : decision.because
    const [fault] = entry !== null && isUnreadable(changeset) ? changeset.faults : []
    const because = fault === undefined ? why : `${why}; not compared: ${fault.message}`
    yield row(changeset, entry === null ? 'filtered' : 'ran', because, entry, entry?.checksum ?? null, null)
  }
}

function* strayRows(standing: Standing): Generator<StatusRow> {
  for (const entry of standing.missing) yield strayRow(entry, 'missing', 'in no changelog file')
  for (const group of standing.repeated) {
    for (const entry of group) yield strayRow(entry, 'repeated', `stands ${group.length} times in the history`)
  }
}

function strayRow(entry: HistoryEntry, state: StatusRow['state'], because: string): StatusRow {
  const { key, checksum, executedAt, order } = entry
  return { key, state, because, place: null, recorded: checksum, computed: null, executedAt, order }
}

function row(
  changeset: Changeset,
  state: StatusRow['state'],
  because: string,
  entry: HistoryEntry | null,
  recorded: string | null,
  computed: string | null,
): StatusRow {
  const { key, place } = changeset
  return {
    key,
    state,
    because,
    place,
    recorded,
    computed,
    executedAt: entry?.executedAt ?? null,
    order: entry?.order ?? null,
  }
}
