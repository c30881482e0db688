import type { Readable } from 'node:stream'
import type { PackageRequest } from '../model/package-request.ts'
import type { OnProgress } from '../model/report.ts'
import type { AnyManifest, StagedFacts } from '../model/staged-package.ts'
import type { PathStates } from '../storage/path-states.ts'
import { type ByteRange, createStagedFile, type StagedFile } from '../storage/staging.ts'
import { openTracedSources, type TracedSources } from '../storage/traced-sources.ts'
import type { Context } from './context.ts'
import { packageFile } from './package-file.ts'
import { type FindDatabase, requestedContext } from './requested-context.ts'
import { stageArchive } from './stage-archive.ts'
import { stageChangesets } from './stage-changesets.ts'
import { stageDump } from './stage-dump.ts'
import type { Stage, Staged } from './staged.ts'

export interface StageOptions {
  /** Aborted where nobody waits any more; the build then ends at its next step, with the signal's reason. */
  readonly signal?: AbortSignal
  readonly onProgress?: OnProgress
  /** ISO 8601 UTC, in the place of the settings' and the clock's. */
  readonly generatedAt?: string | null
  /** The registered databases, for packages between two of them. */
  readonly findDatabase?: FindDatabase
}

/** A whole, proven package in a temporary file. Whoever staged it removes it. */
export interface StagedAnyPackage {
  readonly facts: StagedFacts
  readonly manifest: AnyManifest
  /** Of the temporary file. */
  readonly path: string
  /** What was looked at on the search path to make it, as it stood before it was read. */
  readonly looked: PathStates
  open(range?: ByteRange): Readable
  /** Never fails where the file is gone already; readers that are open keep their bytes. */
  remove(): Promise<void>
}

/**
 * Builds a package of any kind into a temporary file of the state folder, so that its length and digest are known before the
 * first byte is sent, and a build that fails has sent nothing. The files are read anew each time. What consists of several
 * files becomes a tar file with a fixed order and the package's time, so that equal packages have equal bytes. Errors are
 * those of the kind's own task, and NOT_FOUND for a target that is not registered; nothing is left then.
 */
export async function stageAnyPackage(
  context: Context,
  request: PackageRequest,
  options: StageOptions = {},
): Promise<StagedAnyPackage> {
  const { settings } = context
  const { signal, generatedAt = null, findDatabase = () => null } = options
  const traced = openTracedSources(settings.searchPath, settings.duplicateFiles, settings.stateDir)
  const own = { ...context, sources: traced.sources }
  const requested = requestedContext(own, request, generatedAt, findDatabase)
  const form = packageFile(request)
  const file = await createStagedFile(requested.settings.stateDir, form.extension)
  try {
    signal?.throwIfAborted()
    const staged = await stage({ context: requested, request, path: file.path, ...progressOf(options) })
    return describe(requested, request, staged, file, traced)
  } catch (error) {
    await file.remove()
    // What a build says that was ended from outside is not what is wrong.
    signal?.throwIfAborted()
    throw error
  }
}

function stage(given: Stage): Promise<Staged> {
  const { request } = given
  switch (request.kind) {
    case 'deployed':
    case 'pending':
    case 'offline':
    case 'environment':
    case 'rollback':
    case 'liquibase':
      return stageChangesets(given, request)
    case 'incremental':
      return request.includeRollback ? stageArchive(given, request) : stageChangesets(given, request)
    case 'schema':
      return stageDump(given, request)
    case 'full':
      if (request.format === 'liquibase') return stageChangesets(given, { ...LIQUIBASE_OF_ALL })
      return request.format === 'docker' ? stageArchive(given, request) : stageDump(given, request)
    case 'docker':
    case 'split':
      return stageArchive(given, request)
    default:
      return request satisfies never
  }
}

const LIQUIBASE_OF_ALL = { kind: 'liquibase', of: 'deployed', upTo: null, contexts: null, labels: null } as const

/** A build tells of its progress between two steps: that is where it can end early. */
function progressOf({ signal, onProgress }: StageOptions): Pick<Stage, 'signal' | 'onProgress'> {
  return {
    ...(signal === undefined ? {} : { signal }),
    onProgress: (progress) => {
      signal?.throwIfAborted()
      onProgress?.(progress)
    },
  }
}

function describe(
  { settings }: Context,
  request: PackageRequest,
  { manifest, bytes, sha256, changesets }: Staged,
  file: StagedFile,
  traced: TracedSources,
): StagedAnyPackage {
  const { generatedAt } = manifest
  const { name, contentType } = packageFile(request)
  const source = settings.range?.kind === 'databases' ? settings.range.to : settings.database
  const fileName = name(source?.database ?? null, generatedAt)
  return {
    facts: { fileName, contentType, bytes, sha256, kind: request.kind, generatedAt, changesets },
    manifest,
    path: file.path,
    looked: traced.looked(),
    open: (range) => file.open(range),
    remove: () => file.remove(),
  }
}
