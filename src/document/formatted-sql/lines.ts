import { mayBeDirective } from './directives.ts'

/** A line of a source; `start` and `end` are offsets, `end` behind the line break. */
export interface Line {
  readonly text: string
  readonly start: number
  readonly end: number
  /** From 1. */
  readonly number: number
}

/** Lines of a source, most of which nobody needs to see. */
export interface Lines {
  /** The next line that may be a directive; `null` at the end. */
  nextCandidate(): Line | null
  /** The next line, whatever it is; `null` at the end. */
  nextLine(): Line | null
  /** Offset behind everything. Only known when the end was reached. */
  readonly end: number
}

/** Lines of text that is held. Its line breaks are line feeds only. */
export class HeldLines implements Lines {
  readonly #text: string
  #pos = 0
  #number = 0

  constructor(text: string) {
    this.#text = text
  }

  get end(): number {
    return this.#text.length
  }

  nextCandidate(): Line | null {
    const text = this.#text
    while (this.#pos < text.length) {
      let first = this.#pos
      let code = text.charCodeAt(first)
      while (code === 0x20 || code === 0x09 || code === 0x0b || code === 0x0c) code = text.charCodeAt(++first)
      if (mayBeDirective(code)) return this.nextLine()
      const newline = text.indexOf('\n', first)
      this.#pos = newline === -1 ? text.length : newline + 1
      this.#number++
    }
    return null
  }

  nextLine(): Line | null {
    const start = this.#pos
    if (start >= this.#text.length) return null
    const newline = this.#text.indexOf('\n', start)
    this.#pos = newline === -1 ? this.#text.length : newline + 1
    this.#number++
    const text = this.#text.slice(start, newline === -1 ? undefined : newline)
    return { text, start, end: this.#pos, number: this.#number }
  }
}
