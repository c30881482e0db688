import type { Readable } from 'node:stream'
import type { PackageManifest } from '../model/package.ts'
import type { PackageKind } from '../model/selection.ts'
import { createStagedFile } from '../storage/staging.ts'
import { buildPackage } from './build-package.ts'
import type { Context } from './context.ts'

export interface StageRequest {
  /** `null`: `deployed` with a database, `offline` without. */
  readonly kind: PackageKind | null
}

/** A whole, proven package in a temporary file. Whoever staged it removes it. */
export interface StagedPackage {
  readonly manifest: PackageManifest
  open(): Readable
  remove(): Promise<void>
}

/**
 * Builds a package into a temporary file of the state folder, so that its length and digest are known before the first
 * byte is sent, and a build that fails has sent nothing. Errors are those of `buildPackage`; nothing is left then.
 */
export async function stagePackage(context: Context, request: StageRequest): Promise<StagedPackage> {
  const file = await createStagedFile(context.settings.stateDir, '.sql')
  try {
    const manifest = await buildPackage(context, { kind: request.kind, target: { file: file.path } })
    return { manifest, open: () => file.open(), remove: () => file.remove() }
  } catch (error) {
    await file.remove()
    throw error
  }
}
