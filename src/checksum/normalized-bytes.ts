/** 1 for each byte that counts, 0 for blank, tab, CR and LF. */
const counts = new Uint8Array(256).fill(1)
for (const byte of [0x20, 0x09, 0x0d, 0x0a]) counts[byte] = 0

/**
 * UTF-8 bytes of the text without blanks, tabs, CR and LF, wherever they stand: what version 9 hashes (Liquibase,
 * AbstractSQLChange.NormalizingStream). Each piece is rewritten in its place.
 */
export function* withoutWhiteSpace(pieces: Iterable<Buffer>): Generator<Buffer> {
  for (const bytes of pieces) {
    let length = 0
    // Without a branch: text is white space too irregularly for the processor to guess it.
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at] as number
      bytes[length] = byte
      length += counts[byte] as number
    }
    yield bytes.subarray(0, length)
  }
}

/**
 * The text, a character for each byte, with each run of blanks, tabs, CR and LF as one blank, and none at either end: what
 * version 8 hashes (Liquibase, NormalizingStreamV8). A byte FF behind a blank, which UTF-8 never has, is lost there together
 * with the blanks around it.
 */
export function* withSingleBlanks(pieces: Iterable<string>): Generator<string> {
  let started = false
  let blank = ''
  for (const piece of pieces) {
    const text = (blank + piece).replace(/[ \t\r\n]+/g, ' ')
    const from = !started && text.startsWith(' ') ? 1 : 0
    blank = text.endsWith(' ') ? ' ' : ''
    const body = text.slice(from, text.length - blank.length).replace(/ \u00ff ?/g, '')
    if (body === '') continue
    yield body
    started = true
  }
}
