import { toFile } from '../deliver/to-file.ts'
import { throwIfAny } from '../errors/dvm-error.ts'
import type { BundledChangesetFacts, BundleManifest } from '../model/bundle.ts'
import { formatKey } from '../model/changeset.ts'
import type { PackageKind } from '../model/selection.ts'
import type { BuildRequest } from './build-package.ts'
import type { Context } from './context.ts'
import { databaseParameters } from './database-parameters.ts'
import { deliverTo } from './deliver-to.ts'
import { ofOneMoment } from './of-one-moment.ts'
import type { PlannedBundle } from './plan-bundle.ts'
import { readChangelog } from './read-changelog.ts'
import { readFingerprint } from './read-fingerprint.ts'
import { loadHistory } from './read-history.ts'
import { selectChangesets } from './select-changesets.ts'

/**
 * Builds a Liquibase package: one XML changelog with everything inside, whose changesets keep id, author, path and checksum.
 * Every complaint of the run comes in one DvmError, and then nothing was written.
 */
export async function buildBundle(context: Context, request: BuildRequest): Promise<BundleManifest> {
  const { onProgress, target } = request
  // The library that writes XML is for this only, and loading it takes longer than many a package.
  const { bundleFacts, writeBundle } = await import('../assemble/write-bundle.ts')
  const kind = request.kind ?? context.settings.package.kind ?? (context.database === null ? 'offline' : 'deployed')
  // A package of the changelog alone asks no database anything, whichever the settings know.
  const planned = await (request.fingerprint === true && kind !== 'offline'
    ? ofOneMoment(context, async (pinned) => withFingerprint(await planOf(pinned, kind, request), pinned))
    : planOf(context, kind, request))
  const write = (file: string): BundleManifest => {
    const { plan, text, sources, warnings, complaints } = planned
    const total = plan.entries.length
    let changesets: readonly BundledChangesetFacts[] = []
    const delivered = toFile(file, (sink) => {
      changesets = writeBundle(plan, sink, text, (done, { changeset }) =>
        onProgress?.({ phase: 'write', done, total, current: formatKey(changeset.key) }),
      )
      throwIfAny(complaints, warnings)
    })
    return { ...bundleFacts(plan), fingerprint: plan.fingerprint, changesets, sources, warnings, ...delivered }
  }
  return deliverTo(context, target, '.xml', write)
}

async function planOf(context: Context, kind: PackageKind, request: BuildRequest): Promise<PlannedBundle> {
  const history = kind === 'offline' ? null : await loadHistory(context, `a package of kind ${kind}`)
  const ran = kind === 'pending' ? history?.entries : []
  const read = readChangelog(context, databaseParameters(context.settings, history?.server ?? null), ran)
  const selected = selectChangesets(context, kind, read, history, request.onDecision)
  const { planBundle } = await import('./plan-bundle.ts')
  return planBundle(context, kind, read, history, selected, request.onProgress)
}

async function withFingerprint(planned: PlannedBundle, context: Context): Promise<PlannedBundle> {
  return { ...planned, plan: { ...planned.plan, fingerprint: await readFingerprint(context) } }
}
