import type { VersionsReport } from '../model/report.ts'
import type { Context } from './context.ts'

/** The history as the specification's list of versions. */
export async function listVersions(_context: Context): Promise<VersionsReport> {
  throw new Error('not built yet')
}
