import { writePackage } from '../assemble/write-package.ts'
import { toFile } from '../deliver/to-file.ts'
import { throwIfAny } from '../errors/dvm-error.ts'
import { PRODUCT, PRODUCT_VERSION } from '../kit/version.ts'
import { formatKey } from '../model/changeset.ts'
import type { PackagedChangeset, PackageManifest } from '../model/package.ts'
import type { OnProgress } from '../model/report.ts'
import { loadPackageTemplates } from '../template/load-templates.ts'
import type { Context } from './context.ts'
import { deliverTo } from './deliver-to.ts'
import type { PackageTarget } from './package-target.ts'
import type { PlannedPackage } from './plan-package.ts'

/** Writes the package where it was asked for, whole or not at all, and says what it is. */
export async function deliverPackage(
  context: Context,
  planned: PlannedPackage,
  target: PackageTarget,
  onProgress: OnProgress = () => undefined,
): Promise<PackageManifest> {
  return deliverTo(context, target, '.sql', (file) => writeToFile(planned, file, onProgress))
}

/** Writes a planned package to a file, whole or not at all. */
export function writeToFile(planned: PlannedPackage, file: string, onProgress: OnProgress): PackageManifest {
  const { plan, complaints } = planned
  const templates = loadPackageTemplates()
  const total = plan.fragments.length
  let changesets: PackagedChangeset[] = []
  const delivered = toFile(file, (sink) => {
    changesets = writePackage(plan, templates, sink, (done, fragment) =>
      onProgress({ phase: 'write', done, total, current: formatKey(fragment.selected.changeset.key) }),
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
    path: plan.start?.path ?? null,
    changesets,
    sources: planned.sources,
    warnings: planned.warnings,
    allowed: plan.allowed,
    ...delivered,
  }
}
