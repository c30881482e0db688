import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { fail } from '../errors/dvm-error.ts'
import { startDigest } from '../kit/digest.ts'
import { reasonOf } from './real-path.ts'

const PIECE_LENGTH = 1 << 20

/** The text of a file a person named, in pieces, so that a package of any size can be read. FILE_NOT_FOUND, FILE_UNREADABLE. */
export function* readPackage(path: string): Generator<string> {
  const descriptor = openForReading(path)
  try {
    const decoder = new StringDecoder('utf8')
    const buffer = Buffer.allocUnsafe(PIECE_LENGTH)
    let first = true
    for (;;) {
      const length = readSync(descriptor, buffer, 0, PIECE_LENGTH, null)
      if (length === 0) break
      const text = decoder.write(buffer.subarray(0, length))
      // A byte order mark, which editors add and psql leaves out, is no SQL.
      yield first && text.startsWith('\uFEFF') ? text.slice(1) : text
      first = false
    }
    yield decoder.end()
  } finally {
    closeSync(descriptor)
  }
}

/** What such a file begins and ends with, `length` bytes each at most. Fails likewise. */
export function readEnds(path: string, length: number): { readonly head: string; readonly tail: string } {
  const descriptor = openForReading(path)
  try {
    const { size } = fstatSync(descriptor)
    const read = (at: number): string => {
      const buffer = Buffer.alloc(Math.min(length, size))
      return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, buffer.length, at))
    }
    return { head: read(0), tail: read(Math.max(0, size - length)) }
  } finally {
    closeSync(descriptor)
  }
}

/** Size of such a file, and the SHA-256 of its bytes but for the last `except`. Fails likewise. */
export function digestPackage(path: string, except: number): { readonly bytes: number; readonly sha256: string } {
  const descriptor = openForReading(path)
  try {
    const { size } = fstatSync(descriptor)
    const digest = startDigest('sha256')
    const buffer = Buffer.allocUnsafe(PIECE_LENGTH)
    for (let at = 0; at < size - except; ) {
      const length = readSync(descriptor, buffer, 0, Math.min(PIECE_LENGTH, size - except - at), at)
      if (length === 0) break
      digest.update(buffer.subarray(0, length))
      at += length
    }
    return { bytes: size, sha256: digest.digest('hex') }
  } finally {
    closeSync(descriptor)
  }
}

/** A descriptor of a file a person named. A pipe is refused: packages are read more than once. FILE_NOT_FOUND, FILE_UNREADABLE. */
export function openForReading(path: string): number {
  const descriptor = open(path)
  if (fstatSync(descriptor).isFile()) return descriptor
  closeSync(descriptor)
  throw fail('FILE_UNREADABLE', { path, reason: 'it is a folder, a pipe or a device; name a file' })
}

function open(path: string): number {
  try {
    // Without a writer at its other end a named pipe would be waited for.
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch (error) {
    const reason = reasonOf(error)
    if (reason === 'ENOENT') throw fail('FILE_NOT_FOUND', { path, looked: '' })
    throw fail('FILE_UNREADABLE', { path, reason }, null, { cause: error })
  }
}
