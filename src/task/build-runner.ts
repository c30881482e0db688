import type { Readable } from 'node:stream'
import type { PackageRequest } from '../model/package-request.ts'
import type { OnProgress } from '../model/report.ts'
import type { DatabaseTarget } from '../model/settings.ts'
import type { AnyManifest, StagedFacts } from '../model/staged-package.ts'
import { createStagedFolder } from '../storage/staging.ts'
import type { Context } from './context.ts'
import { stageAnyPackage } from './stage-any-package.ts'

export interface BuildOrder {
  /** Name of the registered database. */
  readonly target: string
  readonly request: PackageRequest
}

export interface BuildWatching {
  /** Aborted where the build is to end; it then fails with the signal's reason, and leaves nothing. */
  readonly signal: AbortSignal
  readonly onProgress: OnProgress
}

/** A package in a temporary file. Whoever has it removes it. */
export interface BuiltFile {
  readonly facts: StagedFacts
  readonly manifest: AnyManifest
  open(): Readable
  /** Never fails. */
  remove(): Promise<void>
}

/** Builds a package somewhere. Fails as `stageAnyPackage`. */
export type BuildRunner = (order: BuildOrder, watching: BuildWatching) => Promise<BuiltFile>

/** The registered databases as builds need them. */
export type BuildPlaces = ReadonlyMap<string, Context>

/** In this thread: for tests, and where there is no other. */
export function buildHere(places: BuildPlaces): BuildRunner {
  return async ({ target, request }, { signal, onProgress }) => {
    const context = requirePlace(places, target)
    const folder = await createStagedFolder(context.settings.stateDir)
    try {
      const settings = { ...context.settings, stateDir: folder.path }
      const options = { signal, onProgress, findDatabase: (name: string) => databasesOf(places)[name] ?? null }
      const { facts, manifest, open } = await stageAnyPackage({ ...context, settings }, request, options)
      return { facts, manifest, open: () => open(), remove: folder.remove }
    } catch (error) {
      await folder.remove()
      throw error
    }
  }
}

/** Only jobs about places there are get taken. */
export function requirePlace(places: BuildPlaces, target: string): Context {
  const found = places.get(target)
  if (found === undefined) throw new Error(`no target ${target}`)
  return found
}

export function databasesOf(places: BuildPlaces): Readonly<Record<string, DatabaseTarget | null>> {
  return Object.fromEntries([...places].map(([name, { settings }]) => [name, settings.database]))
}
