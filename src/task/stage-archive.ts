import { PRODUCT, PRODUCT_VERSION } from '../kit/version.ts'
import type { DockerManifest } from '../model/dump-manifest.ts'
import type {
  DockerPackageRequest,
  FullPackageRequest,
  IncrementalPackageRequest,
  SplitPackageRequest,
} from '../model/package-request.ts'
import type { PairManifest } from '../model/staged-package.ts'
import { digestFile } from '../storage/digest-file.ts'
import { withStagedFolder } from '../storage/staged-folder.ts'
import { buildDockerContext } from './build-docker-context.ts'
import { buildPackage } from './build-package.ts'
import { packFolder } from './pack-folder.ts'
import { buildRollbackTo } from './stage-changesets.ts'
import { dumpOptions } from './stage-dump.ts'
import type { Stage, Staged } from './staged.ts'

type ArchiveRequest = DockerPackageRequest | FullPackageRequest | SplitPackageRequest | IncrementalPackageRequest

/** Several files in one tar file. */
export async function stageArchive(given: Stage, request: ArchiveRequest): Promise<Staged> {
  if (request.kind === 'split') return stageSplit(given, request)
  if (request.kind === 'incremental') return stagePair(given, request)
  const { manifest, changesets } = await buildDocker(given, request)
  return { manifest, ...(await digestFile(given.path)), changesets }
}

async function buildDocker(
  { context, path, signal, onProgress }: Stage,
  request: DockerPackageRequest | FullPackageRequest,
): Promise<{ readonly manifest: DockerManifest; readonly changesets: number | null }> {
  const full = request.kind === 'full' ? request : WHOLE
  const of = request.kind === 'full' ? 'full' : request.of
  const choice = request.kind === 'docker' ? request : { form: 'database' as const, baseImage: null }
  const manifest = await buildDockerContext(context, {
    of,
    form: choice.form,
    baseImage: choice.baseImage,
    out: path,
    dump: { options: dumpOptions(full), pgDump: null, ...(signal === undefined ? {} : { signal }) },
    onProgress,
  })
  return { manifest, changesets: null }
}

/** Everything the live database has. */
const WHOLE: FullPackageRequest = {
  kind: 'full',
  format: 'docker',
  compress: 'none',
  schemas: [],
  excludeTables: [],
  excludeTableData: [],
  noOwner: false,
  noPrivileges: false,
  noHistory: false,
  transaction: 'single',
  includeData: true,
  includeIndexes: true,
  includeFunctions: true,
  rowsPerInsert: null,
}

async function stageSplit({ context, path, onProgress }: Stage, { by }: SplitPackageRequest): Promise<Staged> {
  const { buildSplit } = await import('./build-split.ts')
  return withStagedFolder(path, async (folder) => {
    const kind = context.settings.package.kind
    const manifest = await buildSplit(context, { kind, by, folder, onProgress })
    const names = [...manifest.parts.map(({ file }) => file), manifest.run.file, 'manifest.json']
    return { manifest, ...packFolder(path, folder, names, manifest.generatedAt), changesets: manifest.changesets }
  })
}

const PAIR = { package: 'package.sql', rollback: 'rollback.sql', manifest: 'manifest.json' } as const

/** Both are of one time, so that equal archives have equal bytes. */
async function stagePair(given: Stage, request: IncrementalPackageRequest): Promise<Staged> {
  const { context, path, onProgress } = given
  return withStagedFolder(path, async (folder) => {
    const generatedAt = context.settings.generatedAt ?? context.clock.now().toISOString()
    const settings = { ...context.settings, generatedAt }
    const pinned = { ...context, settings }
    const place = (name: string): string => `${folder}/${name}`
    const kind = settings.package.kind
    const forth = await buildPackage(pinned, { kind, target: { file: place(PAIR.package) }, onProgress })
    const offline = request.offline ? { database: null } : {}
    const back = await buildRollbackTo(
      {
        ...given,
        context: { ...pinned, ...offline, settings: { ...settings, range: null } },
        path: place(PAIR.rollback),
      },
      { ...BACK, to: { kind: 'version', version: request.versionFrom ?? { kind: 'order', order: 0 } } },
    )
    const manifest: PairManifest = {
      product: PRODUCT,
      productVersion: PRODUCT_VERSION,
      kind: 'pair',
      generatedAt,
      package: { file: PAIR.package, manifest: forth },
      rollback: { file: PAIR.rollback, manifest: back },
    }
    const texts = new Map([[PAIR.manifest, `${JSON.stringify(manifest, null, 2)}\n`]])
    const packed = packFolder(path, folder, Object.values(PAIR), generatedAt, texts)
    return { manifest, ...packed, changesets: forth.changesets.length }
  })
}

const BACK = { allowIrreversible: false, proposed: true, expectRows: [], expectSourceRows: false } as const
