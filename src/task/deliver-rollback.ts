import { writeRollback } from '../assemble/write-rollback.ts'
import { toFile } from '../deliver/to-file.ts'
import { throwIfAny } from '../errors/dvm-error.ts'
import { PRODUCT, PRODUCT_VERSION } from '../kit/version.ts'
import { formatKey } from '../model/changeset.ts'
import type { PackagedChangeset } from '../model/package.ts'
import type { RollbackManifest } from '../model/rollback.ts'
import { loadPackageTemplates, loadRollbackTemplates } from '../template/load-templates.ts'
import type { Context } from './context.ts'
import { deliverTo } from './deliver-to.ts'
import type { PlannedRollbackPackage } from './plan-rollback-package.ts'
import type { RollbackRequest } from './rollback-request.ts'

/** Writes the package where it was asked for, whole or not at all, and says what it is. */
export async function deliverRollback(
  context: Context,
  planned: PlannedRollbackPackage,
  request: RollbackRequest,
): Promise<RollbackManifest> {
  return deliverTo(context, request.target, '.sql', (file) => writeToFile(planned, file, request))
}

function writeToFile(
  { plan, complaints, undoes, sources, warnings }: PlannedRollbackPackage,
  file: string,
  { onProgress = () => undefined }: RollbackRequest,
): RollbackManifest {
  const templates = { ...loadPackageTemplates(), ...loadRollbackTemplates() }
  const total = plan.sections.length
  let changesets: PackagedChangeset[] = []
  const delivered = toFile(file, (sink) => {
    changesets = writeRollback(plan, templates, sink, (done, { selected }) =>
      onProgress({ phase: 'write', done, total, current: formatKey(selected.changeset.key) }),
    )
    throwIfAny(complaints)
  })
  return {
    product: PRODUCT,
    productVersion: PRODUCT_VERSION,
    kind: plan.kind,
    generatedAt: plan.generatedAt,
    transaction: plan.transaction,
    client: plan.client,
    changelog: plan.changelog,
    fingerprint: plan.fingerprint,
    path: null,
    to: plan.to,
    changesets,
    undoes,
    destroys: undoes.flatMap(({ key, destroys }) =>
      destroys.map(({ statement, object }) => ({ changeset: formatKey(key), statement, object })),
    ),
    expectedRows: plan.expected.map(({ table, rows }) => ({ table, rows })),
    sources,
    warnings,
    allowed: plan.allowed,
    ...delivered,
  }
}
