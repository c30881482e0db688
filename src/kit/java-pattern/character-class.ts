import { JavaPatternError } from './java-pattern-error.ts'
import type { PatternText } from './pattern-text.ts'
import { readEscape } from './read-escape.ts'

/** Reads what stands in brackets; unions and intersections of Java fail with JavaPatternError. */
export class CharacterClass {
  readonly #ignoreCase: boolean
  #body = ''

  constructor(ignoreCase: boolean) {
    this.#ignoreCase = ignoreCase
  }

  /** The class as JavaScript writes it. */
  read(text: PatternText): string {
    text.next()
    const negated = text.take('^')
    // A bracket that comes first closes nothing.
    for (let first = true; first || !text.take(']'); first = false) this.#item(text)
    return `[${negated ? '^' : ''}${this.#body}]`
  }

  #item(text: PatternText): void {
    const from = this.#letter(text)
    if (from === null) return
    if (text.peek() !== '-' || text.peek(1) === ']') {
      this.#add(from, from)
      return
    }
    text.next()
    const to = this.#letter(text)
    if (to === null || to < from) throw new JavaPatternError('a range in brackets has no proper end')
    this.#add(from, to)
  }

  /** The next letter; `null` where a whole set was added. */
  #letter(text: PatternText): number | null {
    if (text.peek() === '[' || (text.peek() === '&' && text.peek(1) === '&')) {
      throw new JavaPatternError('brackets inside brackets and && have no equal here')
    }
    if (text.peek() !== '\\') return text.next().codePointAt(0) ?? 0
    const found = readEscape(text, this.#ignoreCase)
    if (found.kind === 'letter') return found.code
    const set = found.kind !== 'set' ? undefined : found.negated ? found.others : found.set
    if (set === undefined) throw new JavaPatternError('an escape in brackets has no equal here')
    this.#body += set
    return null
  }

  #add(from: number, to: number): void {
    this.#body += range(from, to)
    if (!this.#ignoreCase) return
    // Only ASCII letters have another case unless (?u) is given.
    this.#body += otherCase(from, to, 65, 32) + otherCase(from, to, 97, -32)
  }
}

/** The part of the range in the 26 letters from `start`, moved to the other case. */
function otherCase(from: number, to: number, start: number, distance: number): string {
  const [first, last] = [Math.max(from, start), Math.min(to, start + 25)]
  return first > last ? '' : range(first + distance, last + distance)
}

function range(from: number, to: number): string {
  const written = (code: number): string => `\\u{${code.toString(16)}}`
  return from === to ? written(from) : `${written(from)}-${written(to)}`
}
