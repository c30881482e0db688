import type { Changeset } from '../model/changeset.ts'
import type { PackageManifest } from '../model/package.ts'
import type { OnProgress } from '../model/report.ts'
import type { Decision, PackageKind } from '../model/selection.ts'
import type { Context } from './context.ts'
import { databaseParameters } from './database-parameters.ts'
import { deliverPackage } from './deliver-package.ts'
import { ofOneMoment } from './of-one-moment.ts'
import type { PackageTarget } from './package-target.ts'
import { planEnvironment } from './plan-environment.ts'
import { type PlannedPackage, planPackage } from './plan-package.ts'
import { readChangelog } from './read-changelog.ts'
import { readFingerprint } from './read-fingerprint.ts'
import { loadHistory } from './read-history.ts'
import { selectChangesets } from './select-changesets.ts'

export interface BuildRequest {
  /** `null`: `deployed` with a database, `offline` without. */
  readonly kind: PackageKind | null
  readonly target: PackageTarget
  /** Whether it tells what the catalog of its source is: one more look at the database. */
  readonly fingerprint?: boolean
  readonly onProgress?: OnProgress
  /** Told for every changeset, in changelog order, whether it is in and why. */
  readonly onDecision?: (changeset: Changeset, decision: Decision) => void
}

/**
 * Builds a SQL package: discover and parse, hold against the history, select, render, assemble, deliver. Every complaint
 * of the run comes in one DvmError, and then nothing was written.
 */
export async function buildPackage(context: Context, request: BuildRequest): Promise<PackageManifest> {
  const planned = await planBuild(context, request)
  return deliverPackage(context, planned, request.target, request.onProgress)
}

/** The same up to the first byte: nothing is written yet. */
export async function planBuild(context: Context, request: Omit<BuildRequest, 'target'>): Promise<PlannedPackage> {
  // A package of the changelog alone asks no database anything, whichever the settings know.
  if (request.fingerprint !== true || isOffline(context, kindOf(context, request))) return planOf(context, request)
  return ofOneMoment(context, async (pinned) => {
    const planned = await planOf(pinned, request)
    return { ...planned, plan: { ...planned.plan, fingerprint: await readFingerprint(pinned) } }
  })
}

async function planOf(context: Context, request: Omit<BuildRequest, 'target'>): Promise<PlannedPackage> {
  const { range } = context.settings
  if (range?.kind === 'databases') return planEnvironment(context, range, request)
  const kind = kindOf(context, request)
  const history = isOffline(context, kind) ? null : await loadHistory(context, `a package of kind ${kind}`)
  const ran = kind === 'pending' || kind === 'incremental' ? history?.entries : []
  const read = readChangelog(context, databaseParameters(context.settings, history?.server ?? null), ran)
  const selected = selectChangesets(context, kind, read, history, request.onDecision)
  return planPackage(context, kind, read, history, selected, request.onProgress)
}

function kindOf({ settings, database }: Context, request: Pick<BuildRequest, 'kind'>): PackageKind {
  if (settings.range !== null) return 'incremental'
  return request.kind ?? settings.package.kind ?? (database === null ? 'offline' : 'deployed')
}

/** A range may be of a changelog alone, also where a database is given. */
function isOffline({ settings, database }: Context, kind: PackageKind): boolean {
  if (kind === 'incremental') return database === null || settings.package.kind === 'offline'
  return kind === 'offline'
}
