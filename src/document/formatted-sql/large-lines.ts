import type { Line, Lines } from './lines.ts'

/** A longer line is data or text, never a directive. */
const MAX_DIRECTIVE = 1 << 16
const NEWLINE = 0x0a

/**
 * Lines of a file that is too large to hold; offsets count bytes. Its line breaks are LF or CRLF. The pieces are searched
 * with one pattern instead of line by line, and lines are only counted up to those somebody asks for.
 */
export class LargeLines implements Lines {
  readonly #pieces: Iterator<Buffer>
  #window: Buffer = Buffer.alloc(0)
  #search = ''
  /** Offset of the window in the file. */
  #base: number
  #pos = 0
  /** Lines before `#counted`, an offset in the window. */
  #number = 0
  #counted = 0
  #complete = false
  #midLine = false

  /** `base` is the file offset of the first piece. */
  constructor(pieces: Iterable<Buffer>, base: number) {
    this.#pieces = pieces[Symbol.iterator]()
    this.#base = base
    this.#more(0)
  }

  get end(): number {
    return this.#base + this.#window.length
  }

  nextCandidate(): Line | null {
    for (;;) {
      const start = this.#candidateStart()
      if (start !== -1) {
        this.#pos = start
        this.#midLine = false
        return this.#lineHere()
      }
      const kept = this.#undecidedLine()
      this.#midLine = kept === this.#window.length && this.#window[kept - 1] !== NEWLINE
      this.#pos = kept
      if (!this.#more(kept)) {
        this.#pos = this.#window.length
        return null
      }
    }
  }

  nextLine(): Line | null {
    if (this.#pos >= this.#window.length && !this.#more(this.#pos)) return null
    return this.#lineHere()
  }

  #candidateStart(): number {
    if (!this.#midLine) {
      const here = /^[ \t\v\f]*[-/]/my
      here.lastIndex = this.#pos
      if (here.test(this.#search)) return this.#pos
    }
    const later = /\n[ \t\v\f]*[-/]/g
    later.lastIndex = this.#pos
    const found = later.exec(this.#search)
    return found === null ? -1 : found.index + 1
  }

  /** Start of the window's last line if only white space of it is there yet, else the window's end. */
  #undecidedLine(): number {
    const start = Math.max(this.#pos, this.#window.lastIndexOf(NEWLINE) + 1)
    const decided = this.#window.length - start > MAX_DIRECTIVE || /[^ \t\v\f]/.test(this.#search.slice(start))
    return decided ? this.#window.length : start
  }

  /** The line at `#pos`, which is then behind it. The text of a line too long for a directive is left out. */
  #lineHere(): Line {
    while (this.#window.indexOf(NEWLINE, this.#pos) === -1 && this.#window.length - this.#pos <= MAX_DIRECTIVE) {
      if (!this.#more(this.#pos)) break
    }
    const number = this.#numberAt(this.#pos) + 1
    const start = this.#base + this.#pos
    const newline = this.#window.indexOf(NEWLINE, this.#pos)
    if (newline === -1 && this.#window.length - this.#pos > MAX_DIRECTIVE) return this.#longLine(start, number)
    const end = newline === -1 ? this.#window.length : newline + 1
    const text = this.#window.toString('utf8', this.#pos, end).replace(/\r?\n$/, '')
    this.#pos = end
    return { text, start, end: this.#base + end, number }
  }

  #longLine(start: number, number: number): Line {
    let newline = -1
    do {
      this.#pos = this.#window.length
      if (!this.#more(this.#pos)) break
      newline = this.#window.indexOf(NEWLINE)
    } while (newline === -1)
    this.#pos = newline === -1 ? this.#window.length : newline + 1
    return { text: '', start, end: this.#base + this.#pos, number }
  }

  #numberAt(offset: number): number {
    for (let at = this.#window.indexOf(NEWLINE, this.#counted); at !== -1 && at < offset; ) {
      this.#number++
      at = this.#window.indexOf(NEWLINE, at + 1)
    }
    this.#counted = offset
    return this.#number
  }

  /** Forgets what is before `from`, appends a piece. Positions in the window move; false at the end of the file. */
  #more(from: number): boolean {
    if (this.#complete) return false
    const next = this.#pieces.next()
    if (next.done === true) {
      this.#complete = true
      return false
    }
    this.#numberAt(from)
    const kept = this.#window.subarray(from)
    this.#window = kept.length === 0 ? next.value : Buffer.concat([kept, next.value])
    this.#search = this.#window.toString('latin1')
    this.#base += from
    this.#pos -= from
    this.#counted = 0
    return true
  }
}
