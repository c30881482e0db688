import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from '../errors/dvm-error.ts'
import { reasonOf } from './real-path.ts'

/** A file that may be a package; `named` where a person named it and not only its folder. */
export interface PackageFile {
  readonly path: string
  readonly named: boolean
}

/** The file at a path that a person named, or the SQL files of the folder there. FILE_NOT_FOUND, FILE_UNREADABLE. */
export function listPackages(path: string): readonly PackageFile[] {
  try {
    if (!statSync(path).isDirectory()) return [{ path, named: true }]
    const names = readdirSync(path).filter((name) => name.toLowerCase().endsWith('.sql'))
    return names.sort().map((name) => ({ path: join(path, name), named: false }))
  } catch (cause) {
    const reason = reasonOf(cause)
    if (reason === 'ENOENT') throw fail('FILE_NOT_FOUND', { path, looked: '' }, null, { cause })
    throw fail('FILE_UNREADABLE', { path, reason }, null, { cause })
  }
}
