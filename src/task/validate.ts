import type { ValidationReport } from '../model/report.ts'
import type { Context } from './context.ts'

/** Recomputes every checksum; lists drift, missing, repeated changesets and files that no changelog includes. */
export async function validate(_context: Context): Promise<ValidationReport> {
  throw new Error('not built yet')
}
