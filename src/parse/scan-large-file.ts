import { isUtf8 } from 'node:buffer'
import { characterStart, firstInvalidByte, invalidByte, markLength } from '../document/decode-text.ts'
import { fail } from '../errors/dvm-error.ts'
import { startDigest } from '../kit/digest.ts'
import type { LocatedFile, SourceStorage } from '../storage/source-storage.ts'

/** What must be known of a file that is never held. */
export interface LargeFileFacts {
  readonly sha256: string
  /** Length of the byte order mark, 0 or 3. */
  readonly mark: number
  readonly expressions: boolean
  /** Whether CR stands for itself: such lines are only told apart in held text. */
  readonly loneCarriageReturns: boolean
}

/** Reads a file once, in pieces. Fails with ENCODING_INVALID or NUL_BYTE and the line. */
export function scanLargeFile(storage: SourceStorage, file: LocatedFile): LargeFileFacts {
  const digest = startDigest('sha256')
  let mark = 0
  let expressions = false
  let loneCarriageReturns = false
  let offset = 0
  let tail: Buffer = Buffer.alloc(0)
  for (const bytes of storage.pieces(file.absolute, 0, file.bytes)) {
    digest.update(bytes)
    if (offset === 0) mark = markLength(bytes)
    offset += bytes.length
    // What a piece's end may cut in two - a character, "${", CR LF - is looked at with the next piece.
    const joined: Buffer = tail.length === 0 ? bytes : Buffer.concat([tail, bytes])
    const cut = offset === file.bytes ? joined.length : characterStart(joined, joined.length - 4)
    const whole = joined.subarray(0, cut)
    if (!isUtf8(whole)) throw refuse(storage, file, offset - joined.length + firstInvalidByte(whole))
    if (whole.includes(0)) throw refuse(storage, file, offset - joined.length + whole.indexOf(0))
    expressions ||= joined.includes('${')
    loneCarriageReturns ||= joined.includes(0x0d) && /\r(?!\n|$)/.test(joined.toString('latin1'))
    tail = joined.subarray(cut)
  }
  return { sha256: digest.digest('hex'), mark, expressions, loneCarriageReturns }
}

/** The error for the byte at an offset. Lines are counted only now that one is needed. */
function refuse(storage: SourceStorage, file: LocatedFile, offset: number): Error {
  let line = 1
  let column = 1
  let byte = 0
  for (const bytes of storage.pieces(file.absolute, 0, offset + 1)) {
    byte = bytes[bytes.length - 1] ?? 0
    for (const code of bytes) {
      if (code === 0x0a) {
        line++
        column = 1
      } else if ((code & 0xc0) !== 0x80) column++
    }
  }
  const place = { file: file.path, line, column: Math.max(1, column - ((byte & 0xc0) === 0x80 ? 0 : 1)) }
  return byte === 0 ? fail('NUL_BYTE', {}, place) : invalidByte(byte, place)
}
