import type { BuildMeter } from '../task/build-meter.ts'
import type { checkHealth } from '../task/check-health.ts'
import type { Context } from '../task/context.ts'
import type { listVersions } from '../task/list-versions.ts'
import type { stagePackage } from '../task/stage-package.ts'

/** What the application is made of. `server.ts` joins them. */
export interface AppParts {
  readonly context: Context
  readonly tasks: {
    readonly stagePackage: typeof stagePackage
    readonly checkHealth: typeof checkHealth
    readonly listVersions: typeof listVersions
  }
  readonly meter: BuildMeter
  /** Host names this server answers to. */
  readonly hosts: readonly string[] | 'any'
  /** Folder of the built browser client. */
  readonly page: string
  readonly isDraining: () => boolean
}
