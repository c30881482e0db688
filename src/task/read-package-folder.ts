import { basename, dirname, join } from 'node:path'
import { invalid } from '../assemble/read-sections.ts'
import { DvmError } from '../errors/dvm-error.ts'
import { findFile, isFolder } from '../storage/find-file.ts'
import { readPackage } from '../storage/read-package.ts'

const MANIFEST = 'manifest.json'

/** A file that a folder's manifest names, with the digest it gives. */
export interface ListedFile {
  readonly path: string
  readonly sha256: string
}

/** What the `manifest.json` of a split package or of a build context says. */
export interface PackageFolder {
  readonly kind: 'split' | 'docker'
  readonly folder: string
  /** Path of the manifest. */
  readonly manifest: string
  readonly generatedAt: string
  /** Every file it names but itself. */
  readonly files: readonly ListedFile[]
  /** Of a split package: its parts, in the order they run, each with its own manifest as it is written there. */
  readonly parts: readonly (ListedFile & { readonly own: unknown })[]
  /** The script that runs them; null where there is none. */
  readonly run: string | null
  /** Changesets that run later than the changelog has them: `path::id::author`. */
  readonly moved: readonly string[]
}

/**
 * The folder of a package that a person named by it or, of a split package, by its manifest or its run.sql; null where the
 * path names neither. Fails with PACKAGE_INVALID where a folder's manifest is missing or none of ours.
 */
export function findPackageFolder(path: string): PackageFolder | null {
  if (isFolder(path)) return readFolder(path)
  const folder = dirname(path)
  if (findFile(folder, MANIFEST) === null || findFile(folder, basename(path)) === null) return null
  if (basename(path) === MANIFEST) return readFolder(folder)
  // A package of its own may have that name, and its manifest the other.
  if (basename(path) !== 'run.sql' || readJson(folder, join(folder, MANIFEST))['kind'] !== 'split') return null
  const found = readFolder(folder)
  return found.run === basename(path) ? found : null
}

type Json = Readonly<Record<string, unknown>>

function readFolder(folder: string): PackageFolder {
  const manifest = findFile(folder, MANIFEST)
  if (manifest === null) throw invalid(folder, `there is no ${MANIFEST} in the folder`)
  const { kind, generatedAt, files, parts, run, moved, package: inside } = readJson(folder, manifest)
  const found = { folder, manifest, generatedAt: String(generatedAt) }
  // An entry that says nothing of its file would leave that file out of every check.
  const damaged = (): Error => invalid(folder, `an entry of its ${MANIFEST} was changed`)
  if (kind === 'docker') {
    const named = [...listOf(files), inside]
    const listed = named.flatMap(toListed)
    if (listed.length !== named.length) throw damaged()
    return { ...found, kind, files: listed, parts: [], run: null, moved: [] }
  }
  if (kind !== 'split') throw invalid(folder, `${MANIFEST} is not one of a split package or of a build context`)
  const listed = listOf(parts).flatMap((part) => {
    const { file, manifest: own } = objectOf(part)
    return toListed({ file, sha256: objectOf(own)['sha256'] }).map((one) => ({ ...one, own }))
  })
  const script = toListed(run)
  if (listed.length !== listOf(parts).length || script.length === 0) throw damaged()
  return {
    ...found,
    kind,
    files: [...listed.map(({ path, sha256 }) => ({ path, sha256 })), ...script],
    parts: listed,
    run: script[0]?.path ?? null,
    moved: listOf(moved).filter((one) => typeof one === 'string'),
  }
}

function readJson(folder: string, path: string): Json {
  try {
    const value: unknown = JSON.parse([...readPackage(path)].join(''))
    if (typeof value === 'object' && value !== null) return value as Json
  } catch (error) {
    if (error instanceof DvmError || !(error instanceof SyntaxError)) throw error
  }
  throw invalid(folder, `${MANIFEST} is no JSON object`)
}

function toListed(value: unknown): ListedFile[] {
  const { file, path, sha256 } = objectOf(value)
  const name = file ?? path
  return typeof name === 'string' && typeof sha256 === 'string' ? [{ path: name, sha256 }] : []
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
