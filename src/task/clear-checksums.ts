import { clearChecksumsOf } from '../history/write-checksums.ts'
import type { ClearChecksumsReport } from '../model/report.ts'
import type { Context } from './context.ts'
import { historyTable, loadServer } from './read-history.ts'
import { type HistoryRequest, withLockedHistory } from './with-locked-history.ts'

/** What `liquibase clear-checksums` does: no entry has a checksum any more; the next update fills them in. */
export async function clearChecksums(context: Context, request: HistoryRequest = {}): Promise<ClearChecksumsReport> {
  const server = await loadServer(context, 'clear-checksums')
  return withLockedHistory(context, server, request, async ({ client, tables }) => ({
    dryRun: request.dryRun === true,
    database: context.database?.label ?? '',
    table: historyTable(context.settings, server),
    cleared: await clearChecksumsOf(client, tables),
  }))
}
