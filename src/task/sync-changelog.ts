import { historyColumns } from '../change/columns.ts'
import { appendEntries } from '../history/append-entries.ts'
import { readEntries } from '../history/read-entries.ts'
import { stand } from '../history/stand.ts'
import { replaceChecksums } from '../history/write-checksums.ts'
import { type Changeset, type ChangesetKey, formatKey, normalizePath } from '../model/changeset.ts'
import type { HistoryEntry } from '../model/history.ts'
import type { SyncReport } from '../model/report.ts'
import { Allowances } from './allowances.ts'
import { checkPreconditions } from './check-preconditions.ts'
import type { Context } from './context.ts'
import { databaseParameters } from './database-parameters.ts'
import { type ReadChangelog, readChangelog } from './read-changelog.ts'
import { historyTable, loadHistory } from './read-history.ts'
import { refuseDrift } from './refuse-unfit.ts'
import { missingChecksums } from './stale-checksums.ts'
import { type HistoryRequest, type LockedHistory, withLockedHistory } from './with-locked-history.ts'
import { withinTag } from './within-tag.ts'

export interface SyncRequest extends HistoryRequest {
  /** `all`: as far as the settings say; `next`: the first one only. */
  readonly reach: 'all' | 'next'
}

/**
 * Records changesets as executed without running them: `liquibase changelog-sync`, `changelog-sync-to-tag` and
 * `mark-next-changeset-ran`. What does not match is refused before anything is written, and all is one transaction.
 */
export async function syncChangelog(context: Context, request: SyncRequest): Promise<SyncReport> {
  const { settings } = context
  const { server, entries: known } = await loadHistory(
    context,
    request.reach === 'next' ? 'mark-next-ran' : 'changelog-sync',
  )
  const read = readChangelog(context, databaseParameters(settings, server), known)
  return withLockedHistory(context, server, request, async (history) => {
    const entries = (await readEntries(history.client, history.tables)) ?? []
    const allowances = new Allowances(settings.package.allow)
    const chosen = chooseUnran(context, request.reach, read, entries, allowances)
    allowances.settle()
    await checkPreconditions(context, read, history)
    const checksums = request.reach === 'all' ? await fillChecksums(context, read, entries, history) : 0
    const rows = chosen.map((changeset) => ({
      key: changeset.key,
      checksum: read.checksum(changeset, 9),
      columns: historyColumns(changeset),
    }))
    await appendEntries(history.client, history.tables, rows, (done) =>
      request.onProgress?.({ phase: 'record', done, total: rows.length, current: current(rows[done]?.key) }),
    )
    return {
      dryRun: request.dryRun === true,
      database: context.database?.label ?? '',
      table: historyTable(settings, server),
      changelog: read.changelog.root,
      rows: rows.map(({ key, checksum, columns }) => ({ key, checksum, tag: columns.tag })),
      checksums,
      notes: allowances.result().notes,
      warnings: read.warningsOf(chosen),
    }
  })
}

/**
 * In the order of the filters of ChangelogSyncCommandStep: a tag counts on a changeset that this run leaves out, too, and
 * what ran under a name that differs in case only counts as ran (NotRanChangeSetFilter).
 */
function chooseUnran(
  { settings }: Context,
  reach: SyncRequest['reach'],
  read: ReadChangelog,
  entries: readonly HistoryEntry[],
  allowances: Allowances,
): readonly Changeset[] {
  const { kept } = read.filtered
  refuseDrift(stand(kept, [], entries, read.checksum).drifted, allowances)
  const { within } = withinTag(reach === 'all' ? settings.upTo : null, read.changelog.changesets, entries, allowances)
  const ran = new Set(entries.map((entry) => sameKey(entry.key)))
  const asked = new Set(kept)
  const unran = within.filter((changeset) => asked.has(changeset) && !ran.has(sameKey(changeset.key)))
  return reach === 'next' ? unran.slice(0, 1) : unran
}

function sameKey({ id, author, path }: ChangesetKey): string {
  return JSON.stringify([id, author, normalizePath(path)]).toLowerCase()
}

async function fillChecksums(
  { settings }: Context,
  read: ReadChangelog,
  entries: readonly HistoryEntry[],
  { client, tables }: LockedHistory,
): Promise<number> {
  return replaceChecksums(client, tables, missingChecksums(settings, read, entries))
}

function current(key: ChangesetKey | undefined): string {
  return key === undefined ? '' : formatKey(key)
}
