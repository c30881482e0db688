import { mkdir, rm } from 'node:fs/promises'
import { fail } from '../errors/dvm-error.ts'
import { reasonOf } from './real-path.ts'

/** Lends a new folder beside a staged file and removes it with all that is in it, whatever happens. FILE_WRITE_FAILED. */
export async function withStagedFolder<T>(path: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = `${path}.d`
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (cause) {
    throw fail('FILE_WRITE_FAILED', { path: folder, reason: reasonOf(cause) }, null, { cause })
  }
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
