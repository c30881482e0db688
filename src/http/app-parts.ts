import type { Log } from '../kit/log.ts'
import type { BuildMeter } from '../task/build-meter.ts'
import type { checkHealth } from '../task/check-health.ts'
import type { Context } from '../task/context.ts'
import type { findVersion } from '../task/find-version.ts'
import type { listVersions } from '../task/list-versions.ts'
import type { stagePackage } from '../task/stage-package.ts'
import type { summarizeHistory } from '../task/summarize-history.ts'
import type { validate } from '../task/validate.ts'

/** A registered database with its changelog. */
export interface Target {
  readonly name: string
  readonly context: Context
}

/** What the application is made of. `server.ts` joins them. */
export interface AppParts {
  readonly targets: ReadonlyMap<string, Target>
  /** Name of the one that a request means when it names none. */
  readonly defaultTarget: string
  readonly log: Log
  /** Whether people and programs have to say who they are; where not, everybody is an administrator. */
  readonly signIn: boolean
  readonly tasks: {
    readonly stagePackage: typeof stagePackage
    readonly checkHealth: typeof checkHealth
    readonly listVersions: typeof listVersions
    readonly findVersion: typeof findVersion
    readonly summarizeHistory: typeof summarizeHistory
    readonly validate: typeof validate
  }
  readonly meter: BuildMeter
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
