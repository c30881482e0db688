import { readServerFacts } from '../database/read-server-facts.ts'
import { toFile } from '../deliver/to-file.ts'
import { fail } from '../errors/dvm-error.ts'
import { sha256 } from '../kit/digest.ts'
import { PRODUCT, PRODUCT_VERSION } from '../kit/version.ts'
import type { DockerForm, DockerManifest, DumpKind, DumpManifest } from '../model/dump-manifest.ts'
import type { PackageManifest } from '../model/package.ts'
import type { OnProgress } from '../model/report.ts'
import { AtomicFolder } from '../storage/atomic-folder.ts'
import { writeTar } from '../storage/write-tar.ts'
import { buildFullPackage } from './build-full-package.ts'
import { buildPackage } from './build-package.ts'
import { buildSchemaPackage } from './build-schema-package.ts'
import type { Context } from './context.ts'
import { type ContainedPackage, describeContext } from './describe-context.ts'
import type { DumpRequest } from './dump-database.ts'

export interface DockerRequest {
  readonly form: DockerForm
  readonly of: 'sql' | DumpKind
  /** Null: the official image of the source's major version. */
  readonly baseImage: string | null
  /** Absolute path: a new folder, or a file that ends in `.tar`. */
  readonly out: string
  /** How a live database is read, where the package is of one. */
  readonly dump: Omit<DumpRequest, 'target'>
  readonly onProgress?: OnProgress
}

const PACKAGE = 'package.sql'
/** Registry, path, tag and digest; nothing that could begin another line or instruction of a Dockerfile. */
const IMAGE = /^[a-z0-9][\w.:/-]{0,254}(@sha256:[0-9a-f]{64})?$/i

/**
 * Builds a context from which `docker build` makes an image that is the database (`database`) or runs the package against
 * another one (`migrate`). The package in it is checked against its SHA-256 before it is run. Fails as building that package
 * does, and with SETTING_INVALID, FOLDER_NOT_EMPTY, FILE_WRITE_FAILED; nothing is left then.
 */
export async function buildDockerContext(context: Context, request: DockerRequest): Promise<DockerManifest> {
  if (request.baseImage !== null && !IMAGE.test(request.baseImage)) {
    const detail = `"${request.baseImage}" is no name of an image`
    throw fail('SETTING_INVALID', { setting: '--base-image', from: 'the command line', detail })
  }
  if (request.of === 'sql' && request.form === 'database' && context.settings.package.kind === 'pending') {
    const detail = 'the database of an image begins empty; what another one lacks goes into --form migrate'
    throw fail('SETTING_INVALID', { setting: '--kind', from: 'the command line', detail })
  }
  const tar = request.out.endsWith('.tar')
  const folder = new AtomicFolder(tar ? `${request.out}.context` : request.out)
  const abort = (): void => folder.abort()
  process.once('exit', abort)
  try {
    const contained = await buildContained(context, request, folder.place(PACKAGE))
    folder.allow(PACKAGE, 0o644)
    const manifest = fillFolder(context, request, folder, contained)
    if (tar) packFolder(request.out, folder, manifest)
    else folder.commit()
    return manifest
  } finally {
    process.removeListener('exit', abort)
    folder.abort()
  }
}

async function buildContained(context: Context, request: DockerRequest, file: string): Promise<ContainedPackage> {
  const { of, dump, onProgress } = request
  const target = { file }
  switch (of) {
    case 'sql': {
      const kind = context.settings.package.kind
      const manifest = await buildPackage(context, { kind, target, ...(onProgress ? { onProgress } : {}) })
      const source = manifest.kind === 'offline' ? null : context.database
      const server = (await source?.withReadOnly(readServerFacts)) ?? null
      return ofChangesets(manifest, server === null ? null : Math.floor(server.versionNumber / 10_000))
    }
    case 'schema':
      return ofDatabase(await buildSchemaPackage(context, { ...dump, target }))
    case 'full':
      return ofDatabase(await buildFullPackage(context, { ...dump, target }))
    default:
      return of satisfies never
  }
}

function ofChangesets(manifest: PackageManifest, major: number | null): ContainedPackage {
  const n = manifest.changesets.length
  return { ...manifest, major, standing: `${n} ${n === 1 ? 'changeset' : 'changesets'}` }
}

function ofDatabase(manifest: DumpManifest): ContainedPackage {
  const { changesets, lastChangeset } = manifest.version
  const standing = changesets === null ? 'no history' : `${changesets} changesets, last ${lastChangeset ?? 'none'}`
  return { ...manifest, major: Number.parseInt(manifest.serverVersion, 10), standing }
}

function fillFolder(
  { settings }: Context,
  request: DockerRequest,
  folder: AtomicFolder,
  contained: ContainedPackage,
): DockerManifest {
  const texts = describeContext(request, contained, settings.database?.database ?? null)
  const files = [...texts.files].map(([path, { text }]) => ({
    path,
    bytes: Buffer.byteLength(text),
    sha256: sha256(text),
  }))
  const packaged = { file: PACKAGE, bytes: contained.bytes, sha256: contained.sha256 }
  const manifest: DockerManifest = {
    product: PRODUCT,
    productVersion: PRODUCT_VERSION,
    kind: 'docker',
    generatedAt: contained.generatedAt,
    form: request.form,
    baseImage: texts.baseImage,
    of: request.of,
    package: packaged,
    files: files.sort((a, b) => (a.path < b.path ? -1 : 1)),
    warnings: contained.warnings,
    allowed: contained.allowed,
  }
  for (const [path, { text, mode }] of texts.files) folder.write(path, text, mode)
  folder.write('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`, 0o644)
  return manifest
}

function packFolder(path: string, folder: AtomicFolder, { files, generatedAt }: DockerManifest): void {
  const names = [...files.map((file) => file.path), 'manifest.json', PACKAGE].sort()
  toFile(path, (archive) => {
    const entries = names.map((name) => ({
      name,
      path: folder.place(name),
      mode: name.endsWith('.sh') ? 0o755 : 0o644,
    }))
    writeTar(archive, entries, new Date(generatedAt))
  })
}
