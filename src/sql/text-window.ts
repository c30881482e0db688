/**
 * A window over text that arrives in pieces, for scanners that must not hold all of it. `text` is what is visible;
 * a scanner that runs into its end asks for `more`, keeping what it has not finished with.
 */
export class TextWindow {
  text = ''
  /** Whether `text` reaches the end of everything. */
  complete = false
  readonly #pieces: Iterator<string>
  #line = 0
  /** Where the line counted last begins; negative where that is before the window. */
  #lineStart = 0
  /** The line break that ends it; -1 where none is visible. Kept, as a line may be as long as the window. */
  #lineEnd = -1

  constructor(pieces: Iterable<string>) {
    this.#pieces = pieces[Symbol.iterator]()
    this.more(0)
    // Whoever scans up to the end of a single piece need not look again whether there was more.
    if (Array.isArray(pieces) && pieces.length === 1) this.complete = true
  }

  /**
   * Forgets the text before `from` and appends at least as much as is kept, so that rescanning an unfinished token
   * costs linear time in all. Returns false when there was nothing left to append.
   */
  more(from: number): boolean {
    if (this.complete) return false
    this.lineAt(from)
    this.#lineStart -= from
    const kept = from === 0 ? this.text : this.text.slice(from)
    const added: string[] = []
    let length = 0
    while (length <= kept.length) {
      const next = this.#pieces.next()
      if (next.done === true) {
        this.complete = true
        break
      }
      added.push(next.value)
      length += next.value.length
    }
    this.text = kept + added.join('')
    this.#lineEnd = this.text.indexOf('\n', Math.max(0, this.#lineStart))
    return length > 0
  }

  /** Line of position `pos`, from 0, over everything seen. Ask in rising order: it counts on from the last answer. */
  lineAt(pos: number): number {
    while (this.#lineEnd !== -1 && this.#lineEnd < pos) {
      this.#line++
      this.#lineStart = this.#lineEnd + 1
      this.#lineEnd = this.text.indexOf('\n', this.#lineStart)
    }
    return this.#line
  }

  /** Column of position `pos`, from 1; in rising order as well. */
  columnAt(pos: number): number {
    this.lineAt(pos)
    return pos - this.#lineStart + 1
  }
}
