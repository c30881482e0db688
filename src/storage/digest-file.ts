import { createReadStream } from 'node:fs'
import { fail } from '../errors/dvm-error.ts'
import { startDigest } from '../kit/digest.ts'
import { reasonOf } from './real-path.ts'

/** Length and SHA-256 (lower-case hex) of a whole file. FILE_UNREADABLE. */
export async function digestFile(path: string): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const digest = startDigest('sha256')
  let bytes = 0
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 18 })) {
      digest.update(piece as Buffer)
      bytes += (piece as Buffer).length
    }
  } catch (cause) {
    throw fail('FILE_UNREADABLE', { path, reason: reasonOf(cause) }, null, { cause })
  }
  return { bytes, sha256: digest.digest('hex') }
}
