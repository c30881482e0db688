/**
 * A window over text that arrives in pieces, for scanners that must not hold all of it. `text` is what is visible;
 * a scanner that runs into its end asks for `more`, keeping what it has not finished with.
 */
export class TextWindow {
  text = ''
  /** Whether `text` reaches the end of everything. */
  complete = false
  readonly #pieces: Iterator<string>
  #counted = 0
  #line = 0
  /** Characters of the first visible line that came before the window. */
  #carried = 0

  constructor(pieces: Iterable<string>) {
    this.#pieces = pieces[Symbol.iterator]()
    this.more(0)
  }

  /**
   * Forgets the text before `from` and appends at least as much as is kept, so that rescanning an unfinished token
   * costs linear time in all. Returns false when there was nothing left to append.
   */
  more(from: number): boolean {
    if (this.complete) return false
    this.lineAt(from)
    this.#carried = this.columnAt(from) - 1
    this.#counted = 0
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
    return length > 0
  }

  /** Line of position `pos`, from 0, over everything seen. Ask in rising order: it counts on from the last answer. */
  lineAt(pos: number): number {
    for (let at = this.text.indexOf('\n', this.#counted); at !== -1 && at < pos; at = this.text.indexOf('\n', at + 1)) {
      this.#line++
    }
    this.#counted = Math.max(this.#counted, pos)
    return this.#line
  }

  /** Column of position `pos`, from 1. */
  columnAt(pos: number): number {
    const lineStart = pos === 0 ? -1 : this.text.lastIndexOf('\n', pos - 1)
    return pos - lineStart + (lineStart === -1 ? this.#carried : 0)
  }
}
