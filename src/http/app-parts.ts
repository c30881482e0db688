import type { Store } from 'express-session'
import type { Log } from '../kit/log.ts'
import type { ServerSettings } from '../model/server-settings.ts'
import type { BuildMeter } from '../task/build-meter.ts'
import type { checkHealth } from '../task/check-health.ts'
import type { Context } from '../task/context.ts'
import type { QueueLimits } from '../task/create-job.ts'
import type { findVersion } from '../task/find-version.ts'
import type { listVersions } from '../task/list-versions.ts'
import type { Manager } from '../task/manager.ts'
import type { EventRecorder } from '../task/record-event.ts'
import type { stageAnyPackage } from '../task/stage-any-package.ts'
import type { summarizeHistory } from '../task/summarize-history.ts'
import type { validate } from '../task/validate.ts'
import type { JobWatch } from '../task/watch-jobs.ts'
import type { ShelfLimits } from './download/kept-packages.ts'
import type { Limits } from './limit/limits.ts'
import type { Metrics } from './metrics.ts'
import type { OpenId } from './openid/open-id.ts'

/** A registered database with its changelog. */
export interface Target {
  readonly name: string
  readonly context: Context
  /** The same on connections of its own, so that health is told while all others are lent. */
  readonly probes: Context
  /** The same for dumps, whose statements may take as long as a build. */
  readonly dumps: Context
}

/** What the application is made of. `server.ts` joins them. */
export interface AppParts {
  readonly targets: ReadonlyMap<string, Target>
  /** Name of the one that a request means when it names none. */
  readonly defaultTarget: string
  readonly log: Log
  /** The product's own tables: accounts, sessions, jobs, audit. */
  readonly manager: Manager
  /** Whether they can be read now. Never fails. */
  readonly isManagerReady: () => Promise<boolean>
  readonly server: ServerSettings
  /** Where sessions are kept, and what signs their cookies. */
  readonly sessions: { readonly store: Store; readonly secret: string }
  /** Whether people and programs have to say who they are; where not, everybody is an administrator. */
  readonly signIn: boolean
  /** The provider that people may sign in at; null where there is none. */
  readonly openId: OpenId | null
  readonly tasks: {
    readonly stagePackage: typeof stageAnyPackage
    readonly checkHealth: typeof checkHealth
    readonly listVersions: typeof listVersions
    readonly findVersion: typeof findVersion
    readonly summarizeHistory: typeof summarizeHistory
    readonly validate: typeof validate
  }
  readonly meter: BuildMeter
  /** Builds that take long. */
  readonly jobs: {
    readonly watch: JobWatch
    /** How many may wait, where it is not the usual. */
    readonly queue?: QueueLimits
    /** Takes no more jobs; those that are not done after so long are left to other instances. Never fails. */
    readonly drain: (patienceMs: number) => Promise<void>
  }
  /** What may be kept of built packages, where it is not the usual. */
  readonly shelf?: Partial<ShelfLimits>
  /** Where what happens is told for the audit log; most of it the contracts tell by `audit`. */
  readonly events: EventRecorder
  readonly metrics: Metrics
  /** How often whom what is allowed; null on a server where nobody signs in, whose callers are all the same. */
  readonly limits: Limits | null
  /** Host names this server answers to. */
  readonly hosts: readonly string[] | 'any'
  /** Folder of the built browser client. */
  readonly page: string
  /** Folders whose names strangers do not see. */
  readonly roots: readonly string[]
  /** Whether replies are held against their contracts: for tests. */
  readonly checkReplies: boolean
  readonly isDraining: () => boolean
}
