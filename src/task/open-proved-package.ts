import { join } from 'node:path'
import { invalid, readSections } from '../assemble/read-sections.ts'
import { complaint, throwIfAny } from '../errors/dvm-error.ts'
import type { BundledKey } from '../history/unequal-bundled.ts'
import type { ChangesetKey } from '../model/changeset.ts'
import { isDump, type PackageFacts } from '../model/package.ts'
import type { ProvedFacts, VerificationReport } from '../model/verification.ts'
import { digestPackage, readPackage } from '../storage/read-package.ts'
import { checkPackage } from './check-package.ts'
import { isXml } from './inspect-any.ts'
import { inspectFolder } from './inspect-folder.ts'
import { readBundle } from './read-bundle.ts'
import { findPackageFolder, type PackageFolder } from './read-package-folder.ts'

/** A package of any form, as far as it takes to prove it. */
export interface ProvedPackage {
  readonly form: VerificationReport['form']
  /** The file or folder. */
  readonly file: string
  /** Of the file; of a folder, of its manifest, which has the digests of all else. */
  readonly sha256: string
  readonly facts: ProvedFacts
  /** Its changesets, in its order. */
  readonly keys: readonly ChangesetKey[]
  /** The same of a Liquibase package; empty for others. */
  readonly bundled: readonly BundledKey[]
  /** What is run, in this order. */
  readonly files: readonly string[]
  /** Whether only psql can run it: its rows come as COPY. */
  readonly byPsql: boolean
  /** Whether it runs its changesets in another order than they ran in, as its manifest says. */
  readonly reorders: boolean
  readonly notes: readonly string[]
}

/**
 * Opens a package to prove it: a SQL package, a Liquibase package, or a split one, by its folder, its manifest or its run.sql.
 * Fails with FILE_*, with PACKAGE_INVALID where it is none of these, and, unless that is allowed, with PACKAGE_ALTERED for
 * every file that is not as it was built.
 */
export function openProvedPackage(path: string, given: { readonly allowAltered: boolean }): ProvedPackage {
  const folder = findPackageFolder(path)
  if (folder !== null) return openSplit(folder, given)
  return isXml(path) ? openBundle(path, given) : openSql(path, given)
}

const PLAIN = { bundled: [], byPsql: false, reorders: false, notes: [] } as const

function openSql(file: string, given: { readonly allowAltered: boolean }): ProvedPackage {
  const { facts } = checkPackage(file, given)
  const { sha256 } = digestPackage(file, 0)
  const byPsql = facts.kind === 'full' && facts.client === 'psql'
  return { ...PLAIN, form: 'sql', file, sha256, facts, keys: keysOf(file, facts), files: [file], byPsql }
}

function openSplit(found: PackageFolder, given: { readonly allowAltered: boolean }): ProvedPackage {
  const { kind, folder, manifest, moved } = found
  if (kind === 'docker') throw invalid(folder, 'it is a build context; verify the package in it')
  const { altered, faults } = inspectFolder(found)
  if (!given.allowAltered) throwIfAny(altered.map((one) => complaint('PACKAGE_ALTERED', one)))
  const [fault] = altered.length === 0 ? faults : faults.filter((one) => one.endsWith(' is not there'))
  if (fault !== undefined) throw invalid(folder, fault)
  const files = found.parts.map((part) => join(folder, part.path))
  const parts = files.map((file) => ({ file, ...checkPackage(file, { allowAltered: true }) }))
  const [first] = parts
  if (first === undefined) throw invalid(folder, 'its manifest lists no parts')
  const keys = parts.flatMap(({ file, facts }) => keysOf(file, facts))
  const { sha256 } = digestPackage(manifest, 0)
  const changesets = moved.length === 1 ? '1 changeset runs' : `${moved.length} changesets run`
  const later = `${changesets} later than in the changelog, as its manifest says: the order of the history is held against the order of its parts`
  return {
    ...PLAIN,
    form: 'split',
    file: folder,
    sha256,
    facts: { ...first.facts, id: sha256.slice(0, 12), changesets: keys.length },
    keys,
    files,
    reorders: moved.length > 0,
    notes: moved.length === 0 ? [] : [later],
  }
}

const STAND_IN =
  "run by this product's own engine in Liquibase's place: ids, paths, checksums, schema and rows are those that Liquibase 4.28 leaves"

function openBundle(file: string, { allowAltered }: { readonly allowAltered: boolean }): ProvedPackage {
  const { facts, changesets, sha256, intact, digest, computed } = readBundle(file)
  const altered = { path: file, by: 'its last line', recorded: digest.sha256, computed }
  if (!intact && !allowAltered) throwIfAny([complaint('PACKAGE_ALTERED', altered)])
  const keys = changesets.map(({ key }) => key)
  const told = { ...facts, path: null }
  const notes = [STAND_IN]
  return { ...PLAIN, form: 'liquibase', file, sha256, facts: told, keys, bundled: changesets, files: [file], notes }
}

function keysOf(file: string, facts: PackageFacts): readonly ChangesetKey[] {
  if (isDump(facts)) return []
  const keys: ChangesetKey[] = []
  for (const { begins } of readSections(file, readPackage(file))) if (begins !== null) keys.push(begins.key)
  return keys
}
