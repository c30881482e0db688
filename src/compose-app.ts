import type { CleanUps } from './clean-ups.ts'
import { composeJobs } from './compose-jobs.ts'
import { rootsOf } from './compose-targets.ts'
import type { AppParts, Target } from './http/app-parts.ts'
import { hostsOf } from './http/hosts-of.ts'
import { createLimits, USUAL_RULES } from './http/limit/limits.ts'
import { createMetrics } from './http/metrics.ts'
import { createOpenId } from './http/openid/open-id.ts'
import { createSessionStore } from './http/session/session-store.ts'
import type { Log } from './kit/log.ts'
import { keepSecret } from './kit/redact.ts'
import type { ServerSettings } from './model/server-settings.ts'
import { requireClientSecret } from './require-client-secret.ts'
import { createBuildMeter } from './task/build-meter.ts'
import { checkHealth } from './task/check-health.ts'
import { findVersion } from './task/find-version.ts'
import { listVersions } from './task/list-versions.ts'
import type { OpenManager } from './task/open-manager.ts'
import { pruneEventsDaily } from './task/prune-events.ts'
import { createEventRecorder } from './task/record-event.ts'
import { sharedSecret } from './task/shared-secret.ts'
import { stageAnyPackage } from './task/stage-any-package.ts'
import { summarizeHistory } from './task/summarize-history.ts'
import { validate } from './task/validate.ts'

/** What a server has opened by the time it can answer. */
export interface Opened {
  readonly server: ServerSettings
  readonly log: Log
  readonly page: string
  readonly own: OpenManager
  readonly targets: readonly Target[]
  readonly isDraining: () => boolean
  readonly cleanUps: CleanUps
}

const tasks: AppParts['tasks'] = {
  stagePackage: stageAnyPackage,
  checkHealth,
  listVersions,
  findVersion,
  summarizeHistory,
  validate,
}

/** The parts of the HTTP application; what runs on beside requests is stopped by `cleanUps`. */
export async function composeApp({ server, log, page, own, targets, isDraining, cleanUps }: Opened): Promise<AppParts> {
  const secret = (await sharedSecret(own.manager, 'session')).toString('base64')
  keepSecret(secret)
  const store = createSessionStore(own.manager)
  const metrics = createMetrics({ process: true })
  const events = createEventRecorder(own.manager, metrics)
  const { requestsPerMinute } = server
  const limits = server.signIn ? createLimits(own.manager, { ...USUAL_RULES, requestsPerMinute }) : null
  const stopPruning = pruneEventsDaily(own.manager, server.retention.auditDays)
  cleanUps.push(
    () => events.close(),
    async () => stopPruning(),
    async () => store.close(),
    async () => limits?.close(),
  )
  const { manager } = own
  const roots = rootsOf(targets.map(({ context }) => context))
  const meter = createBuildMeter(metrics.built)
  const jobs = composeJobs({ manager, meter, events, roots, server, log, targets, cleanUps })
  return {
    targets: new Map(targets.map((target) => [target.name, target])),
    defaultTarget: targets[0]?.name ?? '',
    log,
    manager: own.manager,
    isManagerReady: own.isReady,
    server,
    roots,
    sessions: { store, secret },
    signIn: server.signIn,
    openId: server.openId === null ? null : createOpenId(server.openId, requireClientSecret(server.openId), log),
    checkReplies: false,
    tasks,
    meter,
    jobs,
    events,
    metrics,
    limits,
    hosts: hostsOf(server),
    page,
    isDraining,
  }
}
