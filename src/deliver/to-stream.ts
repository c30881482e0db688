import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** Sends a finished package down a stream, at the pace the other end takes it. The stream is left open. */
export async function toStream(source: Readable, target: Writable): Promise<void> {
  await pipeline(source, target, { end: false })
}
