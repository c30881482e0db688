import type { ApplyReport, OnProgress } from '../model/report.ts'
import type { Context } from './context.ts'

/** What `liquibase update` does: builds the pending package and applies it to the same database. */
export async function update(_context: Context, _onProgress?: OnProgress): Promise<ApplyReport> {
  throw new Error('not built yet')
}
