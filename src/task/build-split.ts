import { type PlannedPart, splitPlan } from '../assemble/split-plan.ts'
import { toFile } from '../deliver/to-file.ts'
import { PRODUCT, PRODUCT_VERSION } from '../kit/version.ts'
import type { OnProgress } from '../model/report.ts'
import type { SplitBy, SplitManifest, SplitPart } from '../model/split.ts'
import { workOf } from '../render/work-of.ts'
import { AtomicFolder } from '../storage/atomic-folder.ts'
import { createStagedFile } from '../storage/staging.ts'
import { type BuildRequest, planBuild } from './build-package.ts'
import type { Context } from './context.ts'
import { writeToFile } from './deliver-package.ts'
import type { PlannedPackage } from './plan-package.ts'

export interface SplitRequest extends Omit<BuildRequest, 'target'> {
  readonly folder: string
  readonly by: SplitBy
}

/** Names in the folder that are no parts. */
const RUN = 'run.sql'
const MANIFEST = 'manifest.json'

/**
 * Builds a package as numbered files in a folder, each of which is a package of its own that asks for those before it,
 * with a script that runs them all and a manifest of order and digests. The folder appears whole or not at all; errors
 * are those of `buildPackage`, and FOLDER_NOT_EMPTY where there is something in it already.
 */
export async function buildSplit(context: Context, request: SplitRequest): Promise<SplitManifest> {
  const { by, onProgress = () => undefined } = request
  const planned = await planBuild(context, request)
  const sizes = by.kind === 'size' ? await measure(context, planned, onProgress) : []
  const { parts, moved } = splitPlan(planned.plan, by, { workOf, sizes })
  const folder = new AtomicFolder(request.folder)
  try {
    const manifest = write(folder, { planned, parts, moved, by, onProgress })
    folder.commit()
    return manifest
  } catch (error) {
    folder.abort()
    throw error
  }
}

/** How long each changeset's section is: the only way to know is to write it. */
async function measure(context: Context, planned: PlannedPackage, onProgress: OnProgress): Promise<readonly number[]> {
  const staged = await createStagedFile(context.settings.stateDir, '.sql')
  try {
    return writeToFile(planned, staged.path, onProgress).changesets.map(({ start, end }) => end - start)
  } finally {
    await staged.remove()
  }
}

interface Writing {
  readonly planned: PlannedPackage
  readonly parts: readonly PlannedPart[]
  readonly moved: readonly string[]
  readonly by: SplitBy
  readonly onProgress: OnProgress
}

/** The manifest comes last: it says that the rest is whole. */
function write(folder: AtomicFolder, { planned, parts, moved, by, onProgress }: Writing): SplitManifest {
  const written = parts.map(({ number, file, stage, work, plan }): SplitPart => {
    // What they were made of and what is worth telling is said once, of the whole.
    const own = { ...planned, plan, sources: [], warnings: [] }
    return { number, file, stage, work, manifest: writeToFile(own, folder.place(file), onProgress) }
  })
  const run = toFile(folder.place(RUN), (sink) => sink.write(runScript(written)))
  const { plan, warnings } = planned
  const manifest: SplitManifest = {
    product: PRODUCT,
    productVersion: PRODUCT_VERSION,
    kind: 'split',
    by: by.kind,
    of: plan.kind,
    generatedAt: plan.generatedAt,
    changelog: plan.changelog,
    changesets: plan.fragments.length,
    bytes: written.reduce((sum, part) => sum + part.manifest.bytes, 0),
    run: { file: RUN, ...run },
    parts: written,
    moved,
    sources: planned.sources,
    warnings,
  }
  toFile(folder.place(MANIFEST), (sink) => sink.write(`${JSON.stringify(manifest, null, 2)}\n`))
  return manifest
}

/** File names are of our own making: digits, letters, `-`, `.sql`. */
function runScript(parts: readonly SplitPart[]): string {
  const lines = parts.map(
    ({ file, manifest: { changesets } }) =>
      `\\echo ${file}: ${changesets.length} ${changesets.length === 1 ? 'changeset' : 'changesets'}\n\\ir ${file}\n`,
  )
  return `-- Runs the parts of this package in order, with psql: psql -f ${RUN} "$TARGET_URL"
-- Each part can be run alone as well, by any client, once those before it have run.
\\set ON_ERROR_STOP on
${lines.join('')}`
}
