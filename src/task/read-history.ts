import type { HistoryReport } from '../model/report.ts'
import type { Context } from './context.ts'

/** The history as it stands, from a read-only connection. Fails with DATABASE_REQUIRED or DATABASE_*. */
export async function readHistory(_context: Context): Promise<HistoryReport> {
  throw new Error('not built yet')
}
