import { closeSync, openSync, readSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'
import { fail } from '../errors/dvm-error.ts'

const PIECE_LENGTH = 1 << 20

/** The text of a file a person named, in pieces, so that a package of any size can be read. FILE_NOT_FOUND, FILE_UNREADABLE. */
export function* readPackage(path: string): Generator<string> {
  const descriptor = open(path)
  try {
    const decoder = new StringDecoder('utf8')
    const buffer = Buffer.allocUnsafe(PIECE_LENGTH)
    for (;;) {
      const length = readSync(descriptor, buffer, 0, PIECE_LENGTH, null)
      if (length === 0) break
      yield decoder.write(buffer.subarray(0, length))
    }
    yield decoder.end()
  } finally {
    closeSync(descriptor)
  }
}

function open(path: string): number {
  try {
    return openSync(path, 'r')
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    if (reason === 'ENOENT') throw fail('FILE_NOT_FOUND', { path, looked: '' })
    throw fail('FILE_UNREADABLE', { path, reason }, null, { cause: error })
  }
}
