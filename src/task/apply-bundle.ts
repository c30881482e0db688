import { basename, dirname } from 'node:path'
import type { ApplyReport } from '../model/report.ts'
import { openSourceStorage } from '../storage/open-source-storage.ts'
import type { ApplyRequest } from './apply-package.ts'
import type { Context } from './context.ts'
import { update } from './update.ts'

/**
 * Runs a Liquibase package on the context's database as `liquibase update` runs it: as the changelog that it is, with the
 * contexts, labels and tables of this run. As `update`.
 */
export async function applyBundle(context: Context, file: string, request: ApplyRequest = {}): Promise<ApplyReport> {
  const folder = dirname(file)
  const settings = { ...context.settings, changelog: basename(file), searchPath: [folder], upTo: null, range: null }
  return update({ ...context, settings, sources: openSourceStorage([folder]) }, request)
}
