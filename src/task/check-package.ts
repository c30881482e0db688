import { type PackageEnds, readPackageFacts } from '../assemble/read-package-facts.ts'
import { invalid } from '../assemble/read-sections.ts'
import type { Facts } from '../errors/catalog.ts'
import { DvmError, fail, formatComplaint } from '../errors/dvm-error.ts'
import { isFolder } from '../storage/find-file.ts'
import { digestPackage, readEnds } from '../storage/read-package.ts'

/** More than a header or a footer is long. */
const ENDS_LENGTH = 1 << 16

/** Who says what the bytes above it were. */
export const LAST_LINE = 'its last line'

export interface CheckedPackage extends PackageEnds {
  readonly bytes: number
  /** SHA-256 of every byte above the last line, as it is now. */
  readonly computed: string
}

/**
 * Reads what a package says of itself, and every byte of it once. Fails with FILE_*, with PACKAGE_INVALID where it is no
 * package or breaks off, and, unless that is allowed, with PACKAGE_ALTERED where a byte is not what it was.
 */
export function checkPackage(path: string, { allowAltered }: { readonly allowAltered: boolean }): CheckedPackage {
  if (isFolder(path))
    throw invalid(path, 'it is a folder; name a SQL file in it, in the order of its run.sql if it has one')
  const ends = readPackageFacts(path, readEnds(path, ENDS_LENGTH))
  const { bytes, sha256: computed } = digestPackage(path, ends.digestLength)
  if (computed !== ends.sha256 && !allowAltered) {
    throw fail('PACKAGE_ALTERED', { path, by: LAST_LINE, recorded: ends.sha256, computed })
  }
  return { ...ends, bytes, computed }
}

/** Reads what may have been changed: what cannot be read then was altered, and is no other product's file. PACKAGE_ALTERED. */
export function orAltered<T>(found: Facts<'PACKAGE_ALTERED'>, read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (!(cause instanceof DvmError) || found.recorded === found.computed) throw cause
    throw fail('PACKAGE_ALTERED', found, null, { cause, detail: formatComplaint(cause.complaints[0]) })
  }
}
