const LF = 0x0a
const CR = 0x0d
const END = -1
const CHUNK = 1 << 16
const NOTHING = Buffer.alloc(0)

/**
 * The bytes of a data file that are hashed: without CR, empty lines, lines that begin with the first character of
 * `comment`, and the line end behind the last line. What stands of a comment behind empty lines at the file's end depends
 * on how many those are. One buffer serves all pieces. Rule: Liquibase, EmptyLineAndCommentSkippingInputStream.
 */
export function* dataBytes(pieces: Iterable<Buffer>, comment: string | null): Generator<Buffer> {
  const source = new MarkedBytes(pieces)
  const skipping = new SkippingBytes(source, comment === null || comment === '' ? END : comment.charCodeAt(0))
  const chunk = Buffer.allocUnsafe(CHUNK)
  let length = 0
  for (;;) {
    // At least one byte more must find room behind it.
    const plain = skipping.takePlain(CHUNK - length - 1)
    length += plain.copy(chunk, length)
    const byte = skipping.next()
    if (byte === END) break
    chunk[length++] = byte
    if (length < CHUNK / 2) continue
    yield chunk.subarray(0, length)
    length = 0
  }
  yield chunk.subarray(0, length)
}

class SkippingBytes {
  readonly #source: MarkedBytes
  readonly #comment: number
  #last = END

  constructor(source: MarkedBytes, comment: number) {
    this.#source = source
    this.#comment = comment
  }

  /** Bytes up to the next line end, within a line, where they are at hand. */
  takePlain(most: number): Buffer {
    const plain = this.#last === END || this.#last === LF ? NOTHING : this.#source.takeLine(most)
    this.#last = plain[plain.length - 1] ?? this.#last
    return plain
  }

  /**
   * A line end is given only where something comes behind it. While that is looked for, `#last` is what stood before the
   * line end, so that a comment behind an empty line is taken for something.
   */
  next(): number {
    let last = this.#last
    let ahead = false
    for (;;) {
      const byte = this.#readPastComment(last)
      if (byte === END) return END
      if (byte === CR || (byte === LF && (last === LF || last === END))) {
        last = this.#last
      } else if (byte === LF) {
        this.#source.mark()
        ahead = true
        last = LF
      } else {
        if (ahead) this.#source.reset()
        this.#last = ahead ? LF : byte
        return this.#last
      }
    }
  }

  #readPastComment(last: number): number {
    let byte = this.#source.read()
    if (byte !== this.#comment || (last !== LF && last !== END) || byte === END) return byte
    do {
      byte = this.#source.read()
    } while (byte > 0 && byte !== LF && byte !== CR)
    return byte
  }
}

/** Bytes that are read one by one, with one place to go back to. */
class MarkedBytes {
  readonly #pieces: Iterator<Buffer>
  #bytes: Buffer = Buffer.alloc(0)
  #at = 0
  #mark = END

  constructor(pieces: Iterable<Buffer>) {
    this.#pieces = pieces[Symbol.iterator]()
  }

  read(): number {
    while (this.#at === this.#bytes.length) if (!this.#more()) return END
    return this.#bytes[this.#at++] ?? END
  }

  /** What there is up to the next line end, without reading on. */
  takeLine(most: number): Buffer {
    const end = Math.min(this.#bytes.length, this.#at + most)
    let at = this.#at
    while (at < end && this.#bytes[at] !== LF && this.#bytes[at] !== CR) at++
    const line = this.#bytes.subarray(this.#at, at)
    this.#at = at
    return line
  }

  mark(): void {
    this.#mark = this.#at
  }

  reset(): void {
    this.#at = this.#mark
  }

  #more(): boolean {
    const next = this.#pieces.next()
    if (next.done === true) return false
    const from = this.#mark === END ? this.#at : this.#mark
    const kept = this.#bytes.subarray(from)
    this.#bytes = Buffer.concat([kept, next.value])
    this.#at -= from
    if (this.#mark !== END) this.#mark = 0
    return true
  }
}
