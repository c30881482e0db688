const LF = 0x0a
const TAB = 0x09
const CR = 0x0d
const BLANK = 0x20

/**
 * UTF-8 bytes of the text without blanks, tabs, CR and LF, wherever they stand: what version 9 hashes (Liquibase,
 * AbstractSQLChange.NormalizingStream).
 */
export function* withoutWhiteSpace(pieces: Iterable<string>): Generator<Buffer> {
  for (const piece of pieces) {
    const bytes = Buffer.from(piece, 'utf8')
    let length = 0
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number
      if (byte > BLANK || (byte !== BLANK && byte !== LF && byte !== TAB && byte !== CR)) bytes[length++] = byte
    }
    yield bytes.subarray(0, length)
  }
}

/**
 * UTF-8 bytes of the text with each run of blanks, tabs, CR and LF as one blank, and none at either end: what version 8
 * hashes (Liquibase, NormalizingStreamV8).
 */
export function* withSingleBlanks(pieces: Iterable<string>): Generator<string> {
  let started = false
  let pending = false
  for (const piece of pieces) {
    const text = piece.replace(/[ \t\r\n]+/g, ' ')
    const body = text.replace(/^ | $/g, '')
    if (body === '') {
      pending ||= text !== ''
      continue
    }
    const before = started && (pending || text.startsWith(' '))
    yield before ? ` ${body}` : body
    started = true
    pending = text.endsWith(' ')
  }
}
