import { type Complaint, complaint, fail } from '../errors/dvm-error.ts'
import type { Place } from '../model/place.ts'
import type { Charset } from './charset/charset.ts'
import { findCharset } from './charset/find-charset.ts'

export interface DecodeOptions {
  /** A charset by one of Java's names; `null` for what a byte order mark says, else UTF-8. */
  readonly encoding: string | null
  readonly file: string
  /** Told once of bytes that are none of the charset: U+FFFD stands in their place. */
  readonly warn: (item: Complaint) => void
}

/**
 * The text of a file as Liquibase reads data files (StreamUtil.readStreamWithReader): without its byte order mark, which also
 * says what the bytes are where nothing else does. Fails with ENCODING_INVALID where the charset is not known or the mark
 * speaks against it, and with NUL_BYTE.
 */
export function* decodePieces(pieces: Iterable<Buffer>, options: DecodeOptions): Generator<string> {
  const { file, warn } = options
  const { mark, rest } = takeMark(pieces)
  const charset = charsetOf(mark, options)
  const decoder = charset.decoder()
  const place = new RunningPlace(file)
  let told = false
  for (const { bytes, last } of withLast(rest)) {
    const { text, replaced } = attempt(charset, file, () => decoder.write(bytes, last))
    if (replaced !== -1 && !told) {
      told = true
      const detail = 'bytes that are none of it are read as U+FFFD, as Liquibase reads them'
      warn(complaint('ENCODING_INVALID', { detail, encoding: charset.name }, place.at(text, replaced)))
    }
    const nul = text.indexOf('\0')
    if (nul !== -1) throw fail('NUL_BYTE', {}, place.at(text, nul))
    place.pass(text)
    if (text !== '') yield text
  }
}

interface Mark {
  readonly charset: string
  readonly bytes: readonly number[]
}

const marks: readonly Mark[] = [
  { charset: 'UTF-8', bytes: [0xef, 0xbb, 0xbf] },
  { charset: 'UTF-16BE', bytes: [0xfe, 0xff] },
  { charset: 'UTF-32LE', bytes: [0xff, 0xfe, 0, 0] },
  { charset: 'UTF-16LE', bytes: [0xff, 0xfe] },
  { charset: 'UTF-32BE', bytes: [0, 0, 0xfe, 0xff] },
]

/** The first four bytes decide, however they come. */
function takeMark(pieces: Iterable<Buffer>): { readonly mark: Mark | null; readonly rest: Iterable<Buffer> } {
  const iterator = pieces[Symbol.iterator]()
  let head: Buffer = Buffer.alloc(0)
  while (head.length < 4) {
    const next = iterator.next()
    if (next.done === true) break
    head = Buffer.concat([head, next.value])
  }
  const mark = marks.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte)) ?? null
  return { mark, rest: joined(head.subarray(mark?.bytes.length ?? 0), iterator) }
}

function* joined(head: Buffer, iterator: Iterator<Buffer>): Generator<Buffer> {
  yield head
  for (let next = iterator.next(); next.done !== true; next = iterator.next()) yield next.value
}

function charsetOf(mark: Mark | null, { encoding, file }: DecodeOptions): Charset {
  const start = { file, line: 1, column: 1 }
  const name = encoding ?? mark?.charset ?? 'UTF-8'
  const charset = findCharset(name)
  if (charset === null) {
    throw fail('ENCODING_INVALID', { detail: 'that encoding is not known here', encoding: name }, start)
  }
  if (mark !== null && charset.name.startsWith('UTF') && charset.name !== mark.charset) {
    const detail = `it begins with the byte order mark of ${mark.charset}`
    throw fail('ENCODING_INVALID', { detail, encoding: charset.name }, start)
  }
  return charset
}

/** Each piece, and an empty one that is the last. */
function* withLast(pieces: Iterable<Buffer>): Generator<{ readonly bytes: Buffer; readonly last: boolean }> {
  for (const bytes of pieces) yield { bytes, last: false }
  yield { bytes: Buffer.alloc(0), last: true }
}

function attempt<T>(charset: Charset, file: string, step: () => T): T {
  try {
    return step()
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause
    const detail = 'it holds bytes that are none of it'
    throw fail('ENCODING_INVALID', { detail, encoding: charset.name }, { file, line: 1, column: 1 }, { cause })
  }
}

/** Counts lines as text goes by. */
class RunningPlace {
  readonly #file: string
  #line = 1
  #column = 1

  constructor(file: string) {
    this.#file = file
  }

  /** The place of an offset of the text that comes next. */
  at(text: string, offset: number): Place {
    const ahead = new RunningPlace(this.#file)
    ahead.#line = this.#line
    ahead.#column = this.#column
    ahead.pass(text.slice(0, offset))
    return { file: this.#file, line: ahead.#line, column: ahead.#column }
  }

  pass(text: string): void {
    let from = 0
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
      this.#line++
      this.#column = 1
      from = at + 1
    }
    this.#column += text.length - from
  }
}
