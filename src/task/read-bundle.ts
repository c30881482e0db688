import { type ReadBundle, readBundle as readText } from '../assemble/read-bundle.ts'
import { fail } from '../errors/dvm-error.ts'
import { digestPackage, readPackage } from '../storage/read-package.ts'

export interface CheckedBundle extends ReadBundle {
  readonly bytes: number
  /** SHA-256 of the whole file, as a manifest has it. */
  readonly sha256: string
  /** Whether its last line says of the others what they are. */
  readonly intact: boolean
}

/** A parser that holds the document has no room for more. */
const LARGEST = 256 << 20

/**
 * Reads a Liquibase package back: what it says of itself, its changesets, and whether a byte was changed. Fails with FILE_*,
 * with XML_INVALID, and with PACKAGE_INVALID where it is no such package or breaks off.
 */
export function readBundle(path: string): CheckedBundle {
  const { bytes, sha256 } = digestPackage(path, 0)
  if (bytes > LARGEST) throw fail('FILE_UNREADABLE', { path, reason: `it is larger than ${LARGEST} bytes` })
  const read = readText(path, [...readPackage(path)].join(''))
  const computed = digestPackage(path, read.digest.length).sha256
  return { ...read, bytes, sha256, intact: computed === read.digest.sha256 }
}
