import type { Place } from '../model/place.ts'

/** Places of a text's characters, for whoever asks often: the lines are found once, each answer is a search among them. */
export class LineIndex {
  readonly #file: string
  readonly #starts: readonly number[]

  constructor(text: string, file: string) {
    const starts = [0]
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
    this.#file = file
    this.#starts = starts
  }

  placeOf(offset: number): Place {
    let low = 0
    let high = this.#starts.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return { file: this.#file, line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 }
  }
}
