import { fail } from '../errors/dvm-error.ts'
import { appendEntries, type NewEntry } from '../history/append-entries.ts'
import { readEntries } from '../history/read-entries.ts'
import { tagLastEntry } from '../history/tag-last-entry.ts'
import { md5 } from '../kit/digest.ts'
import { INTERNAL_AUTHOR, INTERNAL_PATH } from '../model/history.ts'
import type { TagReport } from '../model/report.ts'
import type { Context } from './context.ts'
import { historyTable, loadServer } from './read-history.ts'
import { type HistoryRequest, withLockedHistory } from './with-locked-history.ts'

/**
 * What `liquibase tag` does: the entry that ran last gets the tag, whatever tag it had; an empty history gets a row of
 * its own first (StandardChangeLogHistoryService.tag).
 */
export async function tagDatabase(context: Context, tag: string, request: HistoryRequest = {}): Promise<TagReport> {
  const server = await loadServer(context, 'tag')
  return withLockedHistory(context, server, request, async ({ client, tables }) => {
    let tagged = await tagLastEntry(client, tables, tag)
    if (tagged === null) {
      await appendEntries(client, tables, [internalEntry(context.clock.now())])
      tagged = await tagLastEntry(client, tables, tag)
    }
    if (tagged === null) throw fail('INTERNAL', { reference: 'a history of one row has no last row' })
    const { key, before } = tagged
    const entries = (await readEntries(client, tables)) ?? []
    const others = entries.filter((entry) => entry.tag === tag && JSON.stringify(entry.key) !== JSON.stringify(key))
    return {
      dryRun: request.dryRun === true,
      database: context.database?.label ?? '',
      table: historyTable(context.settings, server),
      tag,
      key,
      before,
      alsoOn: others.map((entry) => entry.key),
    }
  })
}

/** A changeset without changes; its id is the time, in milliseconds. */
function internalEntry(now: Date): NewEntry {
  return {
    key: { id: String(now.getTime()), author: INTERNAL_AUTHOR, path: INTERNAL_PATH },
    checksum: `9:${md5('')}`,
    columns: { description: 'empty', comments: '', contexts: null, labels: null, tag: null },
  }
}
