import { isUtf8 } from 'node:buffer'
import type { Charset, Decoded } from './charset.ts'

/** UTF-8 as Java decodes it: what is none gets as many U+FFFD as Java's decoder finds malformed sequences. */
export const utf8: Charset = {
  name: 'UTF-8',
  decoder() {
    let kept: Buffer = Buffer.alloc(0)
    return {
      write(bytes, last) {
        const joined: Buffer = kept.length === 0 ? bytes : Buffer.concat([kept, bytes])
        const end = last ? joined.length : wholeEnd(joined)
        // A copy: whoever reads the file may lend one buffer for all pieces.
        kept = Buffer.from(joined.subarray(end))
        return decode(joined.subarray(0, end))
      },
    }
  },
}

/** The start of the character that the fourth byte from the end belongs to: nothing before it can go on behind the end. */
function wholeEnd(bytes: Buffer): number {
  const at = bytes.length - 4
  if (at <= 0) return 0
  for (let back = 0; back <= 3; back++) if (!isContinuation(bytes[at - back] ?? 0)) return Math.max(0, at - back)
  return at
}

function decode(bytes: Buffer): Decoded {
  return isUtf8(bytes) ? { text: bytes.toString('utf8'), replaced: -1 } : decodeBroken(bytes)
}

function decodeBroken(bytes: Buffer): Decoded {
  let text = ''
  let replaced = -1
  let from = 0
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at)
    if (length > 0) {
      at += length
      continue
    }
    text += bytes.toString('utf8', from, at)
    if (replaced === -1) replaced = text.length
    text += '\uFFFD'
    at -= length
    from = at
  }
  return { text: text + bytes.toString('utf8', from), replaced }
}

/** Length of the character at an offset, or minus the number of bytes that Java takes for one malformed sequence. */
function sequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  if (first < 0xc2 || first > 0xf4) return -1
  const wanted = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  const second = bytes[at + 1] ?? 0
  if (!isContinuation(second) || !fits(first, second)) return -1
  for (let n = 2; n < wanted; n++) if (!isContinuation(bytes[at + n] ?? 0)) return -n
  // A surrogate that is encoded by itself is malformed as a whole.
  return first === 0xed && second >= 0xa0 ? -3 : wanted
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80
}

function fits(first: number, second: number): boolean {
  if (first === 0xe0) return second >= 0xa0
  if (first === 0xf0) return second >= 0x90
  return first !== 0xf4 || second < 0x90
}
