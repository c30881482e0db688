import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fail } from '../errors/dvm-error.ts'
import { reasonOf } from '../storage/real-path.ts'

/** What the other end of a file says that nothing more goes into. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EIO'])

/**
 * Sends a finished package down a stream, at the pace the other end takes it. The stream is left open. Fails with
 * FILE_WRITE_FAILED where the stream leads to a disk that is full, else with the stream's own error.
 */
export async function toStream(source: Readable, target: Writable): Promise<void> {
  try {
    await pipeline(source, target, { end: false })
  } catch (cause) {
    const reason = reasonOf(cause)
    if (!FULL.has(reason)) throw cause
    throw fail('FILE_WRITE_FAILED', { path: 'standard output', reason }, null, { cause })
  }
}
