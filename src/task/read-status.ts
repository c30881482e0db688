import type { StatusReport } from '../model/report.ts'
import type { Context } from './context.ts'

/** Changelog against history: one row per changeset, with the reason. */
export async function readStatus(_context: Context): Promise<StatusReport> {
  throw new Error('not built yet')
}
