import type { ApplyReport, OnProgress } from '../model/report.ts'
import { createStagedFile } from '../storage/staging.ts'
import { applyPackage } from './apply-package.ts'
import { buildPackage } from './build-package.ts'
import type { Context } from './context.ts'

/** What `liquibase update` does: builds the pending package and applies it to the same database. */
export async function update(context: Context, onProgress?: OnProgress): Promise<ApplyReport> {
  const staged = await createStagedFile(context.settings.stateDir, '.sql')
  try {
    await buildPackage(context, { kind: 'pending', target: { file: staged.path }, onProgress })
    const report = await applyPackage(context, staged.path, onProgress)
    return { ...report, package: 'pending changesets' }
  } finally {
    await staged.remove()
  }
}
