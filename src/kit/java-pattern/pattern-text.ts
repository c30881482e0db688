import { JavaPatternError } from './java-pattern-error.ts'

export interface Flags {
  readonly ignoreCase?: boolean
  readonly dotAll?: boolean
  readonly multiline?: boolean
}

export interface Quantifier {
  readonly min: number
  readonly max: number
  /** As both languages write it. */
  readonly text: string
}

export type GroupOpening =
  | { readonly kind: 'capture'; readonly name: string | null }
  | { readonly kind: 'around'; readonly open: string }
  | { readonly kind: 'scope'; readonly flags: Flags }
  /** Not a group: the flags count from here on. */
  | { readonly kind: 'flags'; readonly flags: Flags }

const FLAGS: Readonly<Record<string, keyof Flags>> = { i: 'ignoreCase', s: 'dotAll', m: 'multiline' }

/** The text of a Java pattern, read code point by code point; `\Q…\E` is resolved beforehand, as Java does it. */
export class PatternText {
  readonly #letters: readonly string[]
  #at = 0

  constructor(source: string) {
    this.#letters = [...withoutQuoting(source)]
  }

  get done(): boolean {
    return this.#at >= this.#letters.length
  }

  /** The next code point, or one of those behind it; empty at the end. */
  peek(ahead = 0): string {
    return this.#letters[this.#at + ahead] ?? ''
  }

  next(): string {
    const letter = this.peek()
    if (letter === '') throw new JavaPatternError('it breaks off')
    this.#at++
    return letter
  }

  /** Takes the text if it comes next. */
  take(text: string): boolean {
    const letters = [...text]
    if (!letters.every((letter, n) => this.peek(n) === letter)) return false
    this.#at += letters.length
    return true
  }

  /** Everything up to the letter, which is taken as well. */
  until(end: string): string {
    let text = ''
    for (let letter = this.next(); letter !== end; letter = this.next()) text += letter
    return text
  }

  /** What repeats the atom before it; `null` where nothing does. */
  readQuantifier(): Quantifier | null {
    const found = this.#readRange()
    if (found === null) return null
    if (this.peek() === '+') throw new JavaPatternError('a possessive quantifier has no equal here')
    const lazy = this.take('?')
    if (['*', '+', '?', '{'].includes(this.peek())) {
      throw new JavaPatternError(`there is nothing to repeat before ${this.peek()}`)
    }
    return lazy ? { ...found, text: `${found.text}?` } : found
  }

  #readRange(): Quantifier | null {
    if (this.take('*')) return { min: 0, max: Number.POSITIVE_INFINITY, text: '*' }
    if (this.take('+')) return { min: 1, max: Number.POSITIVE_INFINITY, text: '+' }
    if (this.take('?')) return { min: 0, max: 1, text: '?' }
    if (!this.take('{')) return null
    const range = this.until('}')
    const found = /^(\d{1,9})(,(\d{0,9}))?$/.exec(range)
    if (found === null) throw new JavaPatternError(`{${range}} is no repetition`)
    const min = Number(found[1])
    const max = found[2] === undefined ? min : found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3])
    if (max < min) throw new JavaPatternError(`{${range}} is no repetition`)
    return { min, max, text: `{${range}}` }
  }

  readGroupOpening(): GroupOpening {
    this.next()
    if (!this.take('?')) return { kind: 'capture', name: null }
    for (const open of ['=', '!', '<=', '<!']) if (this.take(open)) return { kind: 'around', open: `(?${open}` }
    if (this.take('<')) {
      const name = this.until('>')
      if (!/^[a-zA-Z][a-zA-Z0-9]*$/.test(name)) throw new JavaPatternError(`${name} is no name of a group`)
      return { kind: 'capture', name }
    }
    if (this.take('>')) throw new JavaPatternError('an atomic group has no equal here')
    return this.#readFlags()
  }

  #readFlags(): GroupOpening {
    const flags: { -readonly [Name in keyof Flags]: boolean } = {}
    let on = true
    for (;;) {
      const letter = this.next()
      if (letter === ')') return { kind: 'flags', flags }
      if (letter === ':') return { kind: 'scope', flags }
      const name = FLAGS[letter]
      if (letter === '-' && on) on = false
      else if (name === undefined) throw new JavaPatternError(`the flag (?${letter}) has no equal here`)
      else flags[name] = on
    }
  }
}

/** What is quoted, with a backslash before everything that could mean something. Rule: Pattern.RemoveQEQuoting. */
function withoutQuoting(source: string): string {
  let plain = ''
  let at = 0
  while (at < source.length) {
    if (source[at] !== '\\') plain += source[at++]
    else if (source[at + 1] !== 'Q') {
      plain += source.slice(at, at + 2)
      at += 2
    } else {
      const close = source.indexOf('\\E', at + 2)
      const quoted = source.slice(at + 2, close === -1 ? source.length : close)
      plain += quoted.replace(/[\u0000-\u007f]/g, (letter) => (/[A-Za-z0-9]/.test(letter) ? letter : `\\${letter}`))
      at = close === -1 ? source.length : close + 2
    }
  }
  return plain
}
