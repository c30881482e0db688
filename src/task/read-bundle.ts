import { type BundleEnds, type ReadChangeset, readBundleEnds, readBundle as readText } from '../assemble/read-bundle.ts'
import { fail } from '../errors/dvm-error.ts'
import { digestPackage, readPackage } from '../storage/read-package.ts'
import { LAST_LINE, orAltered } from './check-package.ts'

export interface CheckedBundle extends BundleEnds {
  readonly changesets: readonly ReadChangeset[]
  readonly bytes: number
  /** SHA-256 of the whole file, as a manifest has it. */
  readonly sha256: string
  /** Whether its last line says of the others what they are. */
  readonly intact: boolean
  /** SHA-256 of all but that line, as they are. */
  readonly computed: string
}

/** A parser that holds the document has no room for more. */
const LARGEST = 256 << 20

/**
 * Reads a Liquibase package back: what it says of itself, its changesets, and whether a byte was changed. Fails with FILE_*,
 * with PACKAGE_INVALID where it is no such package or breaks off, with PACKAGE_ALTERED where it was changed so that it cannot
 * be read.
 */
export function readBundle(path: string): CheckedBundle {
  const { bytes, sha256 } = digestPackage(path, 0)
  if (bytes > LARGEST) throw fail('FILE_UNREADABLE', { path, reason: `it is larger than ${LARGEST} bytes` })
  const text = [...readPackage(path)].join('')
  const ends = readBundleEnds(path, text)
  const computed = digestPackage(path, ends.digest.length).sha256
  const altered = { path, by: LAST_LINE, recorded: ends.digest.sha256, computed }
  const changesets = orAltered(altered, () => readText(path, text, ends))
  return { ...ends, changesets, bytes, sha256, computed, intact: computed === ends.digest.sha256 }
}
