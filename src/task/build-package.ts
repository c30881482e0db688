import type { Writable } from 'node:stream'
import type { PackageManifest } from '../model/package.ts'
import type { OnProgress } from '../model/report.ts'
import type { PackageKind } from '../model/selection.ts'
import type { Context } from './context.ts'

/** Where the package goes: a file (written atomically) or a stream (back-pressure is honoured). */
export type PackageTarget = { readonly file: string } | { readonly stream: Writable }

export interface BuildRequest {
  /** `null`: `deployed` with a database, `offline` without. */
  readonly kind: PackageKind | null
  readonly target: PackageTarget
  readonly onProgress?: OnProgress
}

/** Builds a SQL package. Every complaint of the run comes in one DvmError, and then nothing was written. */
export async function buildPackage(_context: Context, _request: BuildRequest): Promise<PackageManifest> {
  throw new Error('not built yet')
}
