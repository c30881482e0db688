import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fail } from '../errors/dvm-error.ts'

/**
 * The bytes of a file that a person named on the command line: any path, links and pipes such as `/dev/fd/63` included.
 * Not for changelogs, whose paths come from files: `SourceStorage` guards those. FILE_NOT_FOUND or FILE_UNREADABLE.
 */
export function readNamedFile(path: string, directory: string): Uint8Array {
  try {
    return readFileSync(resolve(directory, path))
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'
    if (reason === 'ENOENT') throw fail('FILE_NOT_FOUND', { path, looked: '' }, null, { cause })
    throw fail('FILE_UNREADABLE', { path, reason }, null, { cause })
  }
}
