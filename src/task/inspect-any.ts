import { invalid } from '../assemble/read-sections.ts'
import { DvmError } from '../errors/dvm-error.ts'
import type { AnyInspection, BundleInspection, FolderInspection } from '../model/inspection.ts'
import { findFile, isFolder } from '../storage/find-file.ts'
import { digestPackage, readEnds, readPackage } from '../storage/read-package.ts'
import { type InspectRequest, inspectPackage } from './inspect-package.ts'
import { readBundle } from './read-bundle.ts'

const MANIFEST = 'manifest.json'

/**
 * Reads a package of any form back: a SQL package, a Liquibase package, or a folder with a manifest. FILE_*, and
 * PACKAGE_INVALID where it is none of them; what was altered is told in the report.
 */
export function inspectAny(path: string, request: InspectRequest = {}): AnyInspection {
  if (isFolder(path)) return inspectFolder(path)
  const { head } = readEnds(path, 512)
  return /^\uFEFF?\s*<\?xml/.test(head) ? inspectBundle(path, request) : inspectPackage(path, request)
}

function inspectBundle(file: string, { manifest }: InspectRequest): BundleInspection {
  const { facts, changesets, bytes, sha256, intact } = readBundle(file)
  const faults = [
    ...(intact ? [] : ['its last line does not say of the others what they are: a byte was changed']),
    ...(manifest === undefined || manifest.text.includes(`"${sha256}"`)
      ? []
      : [`the manifest speaks of another file: this one has SHA-256 ${sha256}`]),
  ]
  return {
    form: 'liquibase',
    file,
    facts,
    bytes,
    sha256,
    intact,
    changesets: changesets.map(({ key, changes, validChecksums }, index) => ({
      number: index + 1,
      key,
      changes,
      validChecksums,
    })),
    faults,
    ok: faults.length === 0,
  }
}

interface Listed {
  readonly path: string
  readonly sha256: string
}

function inspectFolder(folder: string): FolderInspection {
  const manifest = readManifest(folder)
  const files = listedIn(folder, manifest).map(({ path, sha256: recorded }) => {
    const found = findFile(folder, path)
    return { path, recorded, computed: found === null ? null : digestPackage(found, 0).sha256 }
  })
  const faults = files.flatMap(({ path, recorded, computed }) => {
    if (computed === null) return [`${path} is not there`]
    return computed === recorded ? [] : [`${path}: the manifest says SHA-256 ${recorded}, its bytes give ${computed}`]
  })
  const kind = manifest['kind'] === 'docker' ? 'docker' : 'split'
  const generatedAt = String(manifest['generatedAt'])
  return { form: 'folder', file: folder, kind, generatedAt, files, faults, ok: faults.length === 0 }
}

function readManifest(folder: string): Readonly<Record<string, unknown>> {
  const path = findFile(folder, MANIFEST)
  if (path === null) throw invalid(folder, `there is no ${MANIFEST} in the folder`)
  try {
    const value: unknown = JSON.parse([...readPackage(path)].join(''))
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>
  } catch (error) {
    if (error instanceof DvmError || !(error instanceof SyntaxError)) throw error
  }
  throw invalid(folder, `${MANIFEST} is no JSON object`)
}

/** Files and digests that a manifest of ours names. */
function listedIn(folder: string, manifest: Readonly<Record<string, unknown>>): readonly Listed[] {
  const named = (value: unknown): Listed[] => {
    const { file, path, sha256 } = (value ?? {}) as Readonly<Record<string, unknown>>
    const name = file ?? path
    return typeof name === 'string' && typeof sha256 === 'string' ? [{ path: name, sha256 }] : []
  }
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
  if (manifest['kind'] === 'docker') return [...list(manifest['files']).flatMap(named), ...named(manifest['package'])]
  if (manifest['kind'] === 'split') {
    const parts = list(manifest['parts']).flatMap((part) => {
      const { file, manifest: own } = part as {
        readonly file?: unknown
        readonly manifest?: { readonly sha256?: unknown }
      }
      return named({ file, sha256: own?.sha256 })
    })
    return [...parts, ...named(manifest['run'])]
  }
  throw invalid(folder, `${MANIFEST} is not one of a split package or of a build context`)
}
