import { createWriteStream } from 'node:fs'
import type { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fail } from '../errors/dvm-error.ts'
import { reasonOf } from './real-path.ts'

/** Writes a new file with what comes out of a stream. Not synced: it is for what can be made again. FILE_WRITE_FAILED. */
export async function fillFile(path: string, source: Readable, through: Transform): Promise<void> {
  try {
    await pipeline(source, through, createWriteStream(path, { flags: 'wx', mode: 0o600 }))
  } catch (cause) {
    throw fail('FILE_WRITE_FAILED', { path, reason: reasonOf(cause) }, null, { cause })
  }
}
