import type { Changeset } from '../model/changeset.ts'
import type { PackageManifest } from '../model/package.ts'
import type { OnProgress } from '../model/report.ts'
import type { Decision, PackageKind } from '../model/selection.ts'
import type { Context } from './context.ts'
import { databaseParameters } from './database-parameters.ts'
import { deliverPackage } from './deliver-package.ts'
import type { PackageTarget } from './package-target.ts'
import { planPackage } from './plan-package.ts'
import { readChangelog } from './read-changelog.ts'
import { loadHistory } from './read-history.ts'
import { selectChangesets } from './select-changesets.ts'

export interface BuildRequest {
  /** `null`: `deployed` with a database, `offline` without. */
  readonly kind: PackageKind | null
  readonly target: PackageTarget
  readonly onProgress?: OnProgress
  /** Told for every changeset, in changelog order, whether it is in and why. */
  readonly onDecision?: (changeset: Changeset, decision: Decision) => void
}

/**
 * Builds a SQL package: discover and parse, hold against the history, select, render, assemble, deliver. Every complaint
 * of the run comes in one DvmError, and then nothing was written.
 */
export async function buildPackage(context: Context, request: BuildRequest): Promise<PackageManifest> {
  const kind = request.kind ?? context.settings.package.kind ?? (context.database === null ? 'offline' : 'deployed')
  const history = kind === 'offline' ? null : await loadHistory(context, `a package of kind ${kind}`)
  const read = readChangelog(context, databaseParameters(context.settings, history?.server ?? null))
  const selected = selectChangesets(context, kind, read, history, request.onDecision)
  const planned = planPackage(context, kind, read, history, selected, request.onProgress)
  return deliverPackage(context, planned, request.target, request.onProgress)
}
