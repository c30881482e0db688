import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import zlib from 'node:zlib'
import { fail } from '../errors/dvm-error.ts'

/** Bytes in, which must stay as they are; packed bytes out. A slow reader slows the writer down. */
export interface Compressor {
  write(bytes: Uint8Array): Promise<void>
  end(): Promise<void>
  /** Lets go of everything; what came out so far is worth nothing. */
  abort(): void
}

interface Packer {
  readonly input: Writable
  readonly output: Readable
  /** Settles when the last packed byte is out; fails where it cannot come. */
  readonly ended: Promise<void>
  kill(): void
}

/**
 * Packs with what Node brings; zstd with the program of that name where this Node (before 22.15) has none. Fails with
 * COMPRESSION_UNAVAILABLE, at the first write or at the end.
 */
export function startCompressor(method: 'gzip' | 'zstd', onPacked: (bytes: Buffer) => void): Compressor {
  const { input, output, ended, kill } = startPacker(method)
  let failure: unknown = null
  const failed = (cause: unknown): void => {
    failure ??= cause
    // Whoever waits for the input to drain must not wait for ever.
    input.destroy()
  }
  output.on('data', (packed: Buffer) => {
    if (failure !== null) return
    try {
      onPacked(packed)
    } catch (cause) {
      failed(cause)
    }
  })
  input.on('error', failed)
  ended.catch(failed)
  const settled = async (): Promise<void> => {
    // A program that could not be started says so after its pipe broke.
    await ended.catch(failed)
    if (failure !== null) throw failure
  }
  return {
    write: async (bytes) => {
      if (failure !== null) return settled()
      if (!input.write(bytes)) await drained(input).catch(failed)
      if (failure !== null) return settled()
    },
    end: async () => {
      input.end()
      await settled()
    },
    abort: () => {
      kill()
      input.destroy()
      output.destroy()
    },
  }
}

/** Settles when more may be written or nothing can be; nobody listens on afterwards, however often it is called. */
async function drained(input: Writable): Promise<void> {
  const waiting = new AbortController()
  const { signal } = waiting
  try {
    await Promise.race([once(input, 'drain', { signal }), once(input, 'close', { signal })])
  } finally {
    waiting.abort()
  }
}

function startPacker(method: 'gzip' | 'zstd'): Packer {
  const native = method === 'gzip' ? zlib.createGzip() : createZstd()
  return native === null ? startProgram('zstd') : startStream(native)
}

/** Node 22.15 and later. */
function createZstd(): (Writable & Readable) | null {
  const create: unknown = Reflect.get(zlib, 'createZstdCompress')
  return typeof create === 'function' ? (create() as Writable & Readable) : null
}

function startStream(stream: Writable & Readable): Packer {
  const ended = new Promise<void>((resolve, reject) => {
    stream.once('end', resolve)
    stream.once('error', reject)
    stream.once('close', resolve)
  })
  return { input: stream, output: stream, ended, kill: () => undefined }
}

function startProgram(method: 'zstd'): Packer {
  const child = spawn(method, ['-q', '-c', '-T0', '-'], { stdio: ['pipe', 'pipe', 'ignore'] })
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (cause) => reject(fail('COMPRESSION_UNAVAILABLE', { method }, null, { cause })))
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(fail('COMPRESSION_UNAVAILABLE', { method }))
    })
  })
  return { input: child.stdin, output: child.stdout, ended, kill: () => void child.kill() }
}
