import { isOfToday } from '../history/read-room.ts'
import { replaceChecksums } from '../history/write-checksums.ts'
import type { Warning } from '../model/changelog.ts'
import type { History } from '../model/history.ts'
import type { ApplyReport } from '../model/report.ts'
import { createStagedFile } from '../storage/staging.ts'
import { type ApplyRequest, applyPackage } from './apply-package.ts'
import { applyReport } from './apply-report.ts'
import type { Context } from './context.ts'
import { databaseParameters } from './database-parameters.ts'
import { deliverPackage } from './deliver-package.ts'
import { type PlannedPackage, planPackage } from './plan-package.ts'
import { readChangelog } from './read-changelog.ts'
import { loadHistory } from './read-history.ts'
import { selectChangesets } from './select-changesets.ts'
import { staleChecksums } from './stale-checksums.ts'
import { withLockedHistory } from './with-locked-history.ts'

export interface UpdateRequest extends ApplyRequest {
  /** Plans everything, so that all that can be refused is refused, and changes nothing. */
  readonly dryRun?: boolean
  readonly onWarnings?: (warnings: readonly Warning[]) => void
  /** What `--allow` let pass, line by line. */
  readonly onNote?: (note: string) => void
}

/**
 * What `liquibase update`, `update-count` and `update-to-tag` do: plans the pending package, brings checksums that are
 * missing or of an older version up to date, and applies the package to the same database. Where nothing is to be done
 * the lock is not asked for (AbstractUpdateCommandStep.isUpToDate): many instances of a service may start at once.
 */
export async function update(context: Context, request: UpdateRequest = {}): Promise<ApplyReport> {
  const { clock, settings } = context
  const began = clock.now().getTime()
  const history = await loadHistory(context, 'update')
  const read = readChangelog(context, databaseParameters(settings, history.server), history.entries)
  const chosen = selectChangesets(context, 'pending', read, history)
  const planned = planPackage(guarding(context), 'pending', read, history, chosen, request.onProgress)
  for (const note of chosen.notes) request.onNote?.(note)
  request.onWarnings?.(planned.warnings)
  const selected = chosen.selected.map((item) => item.changeset)
  const stale = staleChecksums(settings, read, history.entries, selected)
  if (request.dryRun === true || (stale.length === 0 && nothingToDo(planned, history))) {
    return reportPlan(context, planned, began, request.dryRun === true)
  }
  if (stale.length > 0) {
    const replaced = await withLockedHistory(context, history.server, request, ({ client, tables }) =>
      replaceChecksums(client, tables, stale),
    )
    request.onNote?.(`checksums that were missing or of an older version, now up to date: ${replaced}`)
  }
  return { ...(await applyPlanned(context, planned, request)), package: PACKAGE }
}

/** What no block can guard is asked about before it is sent, as psql would, so that nothing has to be refused. */
function guarding(context: Context): Context {
  const { settings } = context
  return { ...context, settings: { ...settings, package: { ...settings.package, client: 'psql' } } }
}

const PACKAGE = 'pending changesets'

/** Preconditions of a changelog are asked at every run; the tables are made, or brought up to date, by the first one. */
function nothingToDo({ plan }: PlannedPackage, { tableExists, lock, room }: History): boolean {
  const ready = tableExists && lock !== null && isOfToday(room ?? {})
  return plan.fragments.length === 0 && plan.preconditions.length === 0 && ready
}

function reportPlan(
  { database, clock }: Context,
  { plan }: PlannedPackage,
  began: number,
  dryRun: boolean,
): ApplyReport {
  return applyReport({
    dryRun,
    package: PACKAGE,
    database: database?.label ?? '',
    rows: plan.fragments.map(({ selected }) => ({
      key: selected.changeset.key,
      outcome: 'planned',
      milliseconds: 0,
      message: selected.because,
      place: selected.changeset.place,
    })),
    failure: null,
    milliseconds: clock.now().getTime() - began,
  })
}

async function applyPlanned(context: Context, planned: PlannedPackage, request: ApplyRequest): Promise<ApplyReport> {
  const staged = await createStagedFile(context.settings.stateDir, '.sql')
  try {
    await deliverPackage(context, planned, { file: staged.path }, request.onProgress)
    return await applyPackage(context, staged.path, request)
  } finally {
    await staged.remove()
  }
}
