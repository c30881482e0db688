import type { PackageRequest } from '../model/package-request.ts'
import type { OnProgress } from '../model/report.ts'
import type { AnyManifest } from '../model/staged-package.ts'
import type { Context } from './context.ts'

/** What the stages of each kind get: settings that hold the request's choices, and the file they write. */
export interface Stage {
  readonly context: Context
  readonly request: PackageRequest
  readonly path: string
  readonly signal?: AbortSignal
  readonly onProgress: OnProgress
}

/** What was written there. */
export interface Staged {
  readonly manifest: AnyManifest
  readonly bytes: number
  readonly sha256: string
  readonly changesets: number | null
}
