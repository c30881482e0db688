import type { ApplyReport, OnProgress } from '../model/report.ts'
import type { Context } from './context.ts'

/** Runs a package file on the context's database and accounts for every changeset of it. */
export async function applyPackage(_context: Context, _file: string, _onProgress?: OnProgress): Promise<ApplyReport> {
  throw new Error('not built yet')
}
