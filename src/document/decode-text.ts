import { isUtf8 } from 'node:buffer'
import { fail } from '../errors/dvm-error.ts'
import type { Place } from '../model/place.ts'
import { placeWithin } from './place-within.ts'

/**
 * Text of a source file. UTF-8 with or without a byte order mark, or UTF-16 with one; the mark is not part of the text.
 * Fails with ENCODING_INVALID or NUL_BYTE, each with the place of the first such byte.
 */
export function decodeText(bytes: Buffer, file: string): string {
  const text = decodeWithMark(bytes, file)
  if (text.includes('\0')) throw fail('NUL_BYTE', {}, placeIn(text, text.indexOf('\0'), file))
  return text
}

/** Length of the UTF-8 byte order mark in front, 3 or 0. */
export function markLength(bytes: Buffer): 0 | 3 {
  return bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
}

/** The place of a UTF-16 code unit of a text whose first character is at line 1, column 1. */
export function placeIn(text: string, offset: number, file: string): Place {
  return placeWithin(text, offset, { file, line: 1, column: 1 })
}

/** Offset of the first byte that breaks UTF-8, in bytes that `isUtf8` refused. */
export function firstInvalidByte(bytes: Buffer): number {
  const text = bytes.toString('utf8')
  let offset = 0
  let from = 0
  for (let at = text.indexOf('\uFFFD'); at !== -1; at = text.indexOf('\uFFFD', from)) {
    offset += Buffer.byteLength(text.slice(from, at))
    // The replacement character may also stand in the file itself.
    if (!bytes.subarray(offset, offset + 3).equals(replacement)) return offset
    offset += 3
    from = at + 1
  }
  return offset
}

const replacement = Buffer.from('\uFFFD')

/** `offset`, or the start of the multi-byte character it lies in. */
export function characterStart(bytes: Buffer, offset: number): number {
  let at = offset
  while (at > 0 && at > offset - 3 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--
  return at
}

function decodeWithMark(bytes: Buffer, file: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeUtf16(bytes, 'utf-16le', file)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeUtf16(bytes, 'utf-16be', file)
  if (!isUtf8(bytes)) {
    const offset = firstInvalidByte(bytes)
    const before = bytes.toString('utf8', markLength(bytes), offset)
    throw invalidByte(bytes[offset] ?? 0, placeIn(before, before.length, file))
  }
  return bytes.toString('utf8', markLength(bytes))
}

function decodeUtf16(bytes: Buffer, encoding: string, file: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (cause) {
    const detail = `it starts with a ${encoding.toUpperCase()} mark but is not that either`
    throw fail('ENCODING_INVALID', { detail }, { file, line: 1, column: 1 }, { cause })
  }
}

/** The error for a byte that no valid text has at that place. */
export function invalidByte(byte: number, place: Place): Error {
  return fail('ENCODING_INVALID', { detail: `byte 0x${byte.toString(16).padStart(2, '0')}` }, place)
}
