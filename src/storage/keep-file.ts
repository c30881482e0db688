import { rename } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fail } from '../errors/dvm-error.ts'
import { reasonOf } from './real-path.ts'

/** Moves a staged file into a folder of the same disk, where it outlives who staged it. Gives its path. FILE_WRITE_FAILED. */
export async function keepFile(path: string, folder: string): Promise<string> {
  const kept = join(folder, basename(path))
  try {
    await rename(path, kept)
  } catch (cause) {
    throw fail('FILE_WRITE_FAILED', { path: kept, reason: reasonOf(cause) }, null, { cause })
  }
  return kept
}
