import type { ServingLimits } from '../database/serving-pools.ts'
import type { Complaint } from '../errors/dvm-error.ts'
import type { LogLevel } from '../kit/log.ts'
import type { PackageRequest } from '../model/package-request.ts'
import type { Progress } from '../model/report.ts'
import type { DatabaseTarget, Settings } from '../model/settings.ts'
import type { AnyManifest, StagedFacts } from '../model/staged-package.ts'

/** What a thread that builds is given. */
export interface BuildTask {
  /** Its state folder is one of its own. */
  readonly settings: Settings
  readonly limits: ServingLimits
  readonly request: PackageRequest
  /** By the names of targets. */
  readonly databases: Readonly<Record<string, DatabaseTarget | null>>
  /** Becomes 1 where the build is to end: it is seen also by a thread that has no time for messages. */
  readonly stopped: SharedArrayBuffer
}

/** What it tells. */
export type BuildMessage =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | {
      readonly kind: 'log'
      readonly level: LogLevel
      readonly message: string
      readonly facts: Record<string, unknown> | null
    }
  /** The file is in the state folder. */
  | { readonly kind: 'built'; readonly facts: StagedFacts; readonly manifest: AnyManifest; readonly path: string }
  /** `complaints` is null where it is none of the catalogue's. */
  | { readonly kind: 'failed'; readonly complaints: readonly Complaint[] | null; readonly stack: string }

/** What it is told: to end early. */
export type BuildWord = 'stop'
