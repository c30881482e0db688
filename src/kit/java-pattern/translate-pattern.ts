import { CharacterClass } from './character-class.ts'
import { JavaPatternError } from './java-pattern-error.ts'
import { PatternText } from './pattern-text.ts'
import { readEscape } from './read-escape.ts'

/** A Java pattern in JavaScript's terms. */
export interface TranslatedPattern {
  readonly regExp: RegExp
  readonly groups: number
  readonly names: ReadonlyMap<string, number>
  /** Groups inside something that repeats: JavaScript forgets what they matched with each round, Java does not. */
  readonly forgotten: ReadonlySet<number>
  /** What it matches beyond ASCII depends on the version of Java. */
  readonly asciiOnly: boolean
}

const ANY = '[^]'
const ANY_IN_LINE = '[^\\n\\r\\u0085\\u2028\\u2029]'
/** Not between the two characters of a CR LF. */
const END = '(?:$|(?=\\r\\n$)|(?<!\\r)(?=\\n$)|(?=[\\r\\u0085\\u2028\\u2029]$))'
const LINE_END = '(?:$|(?=\\r)|(?<!\\r)(?=\\n)|(?=[\\u0085\\u2028\\u2029]))'
const LINE_START = '(?:(?:^|(?<=[\\n\\u0085\\u2028\\u2029])|(?<=\\r)(?!\\n))(?!$))'

/**
 * Translates a pattern of java.util.regex so that it matches exactly what Java matches. Fails with JavaPatternError where
 * Java refuses it, and where JavaScript has no equal: possessive quantifiers, atomic groups, set operations, flags other
 * than `i`, `s` and `m`, references to groups that may not have taken part.
 */
export function translatePattern(source: string): TranslatedPattern {
  return new Translator(source).translate()
}

class Translator {
  readonly #text: PatternText
  readonly #names = new Map<string, number>()
  readonly #forgotten = new Set<number>()
  readonly #references: number[] = []
  #flags = { ignoreCase: false, dotAll: false, multiline: false }
  #groups = 0
  #closed = new Set<number>()
  /** Inside a look-behind, whose length Java must know. */
  #behind = 0
  #around = 0
  #uncertain = false
  #asciiOnly = false

  constructor(source: string) {
    this.#text = new PatternText(source)
  }

  translate(): TranslatedPattern {
    const body = this.#alternatives()
    if (!this.#text.done) throw new JavaPatternError('it has a ) too many')
    for (const group of this.#references) {
      if (this.#uncertain || this.#forgotten.has(group)) {
        throw new JavaPatternError(
          `\\${group} refers to a group that may not take part, where Java and JavaScript differ`,
        )
      }
    }
    return {
      regExp: new RegExp(body, 'gu'),
      groups: this.#groups,
      names: this.#names,
      forgotten: this.#forgotten,
      asciiOnly: this.#asciiOnly,
    }
  }

  #alternatives(): string {
    let body = ''
    while (!this.#text.done && this.#text.peek() !== ')') {
      if (this.#text.take('|')) {
        this.#uncertain = true
        body += '|'
      } else body += this.#quantified()
    }
    return body
  }

  #quantified(): string {
    const before = this.#groups
    const own = this.#text.peek() === '(' ? 1 : 0
    const atom = this.#atom()
    const quantifier = this.#text.readQuantifier()
    if (quantifier === null) return atom
    if (atom === '') throw new JavaPatternError('there is nothing to repeat')
    if (this.#behind > 0 && quantifier.max === Number.POSITIVE_INFINITY) {
      throw new JavaPatternError('a look-behind has no greatest length')
    }
    if (quantifier.min === 0 && this.#groups > before) this.#uncertain = true
    if (quantifier.max > 1) {
      const direct = own === 1 && atom.startsWith('(') && !atom.startsWith('(?') ? 1 : 0
      for (let group = before + direct + 1; group <= this.#groups; group++) this.#forgotten.add(group)
    }
    return `${/^\((?!\?)|^\[|^.$/su.test(atom) || /^\\.$/su.test(atom) ? atom : `(?:${atom})`}${quantifier.text}`
  }

  #atom(): string {
    const text = this.#text
    if (text.peek() === '(') return this.#group()
    if (text.peek() === '[') return new CharacterClass(this.#flags.ignoreCase).read(text)
    if (text.peek() === '\\') return this.#escape()
    const letter = text.next()
    switch (letter) {
      case '.':
        return this.#flags.dotAll ? ANY : ANY_IN_LINE
      case '^':
        return this.#flags.multiline ? LINE_START : '(?:^)'
      case '$':
        return this.#flags.multiline ? LINE_END : END
      case '*':
      case '+':
      case '?':
      case '{':
        throw new JavaPatternError(`there is nothing to repeat before ${letter}`)
      default:
        return this.#letter(letter)
    }
  }

  #letter(letter: string): string {
    if (this.#flags.ignoreCase && /^[A-Za-z]$/.test(letter)) return `[${letter.toLowerCase()}${letter.toUpperCase()}]`
    return /^[\^$\\.*+?()[\]{}|/]$/.test(letter) ? `\\${letter}` : letter
  }

  #escape(): string {
    const found = readEscape(this.#text, this.#flags.ignoreCase)
    switch (found.kind) {
      case 'letter':
        return this.#letter(String.fromCodePoint(found.code))
      case 'set':
        return `[${found.negated ? '^' : ''}${found.set}]`
      case 'boundary':
        this.#asciiOnly = true
        return found.negated ? '(?:\\B)' : '(?:\\b)'
      case 'start':
        return '(?:^)'
      case 'end':
        return found.beforeBreak ? END : '(?:$)'
      case 'break':
        return '(?:\\r\\n|[\\n\\v\\f\\r\\u0085\\u2028\\u2029])'
      case 'reference':
        return this.#reference(found.name ?? this.#readNumber(found.digit))
      default:
        return found satisfies never
    }
  }

  /** Further digits belong to it as long as there are that many groups. */
  #readNumber(digit: number): number {
    let number = digit
    while (/^[0-9]$/.test(this.#text.peek()) && number * 10 + Number(this.#text.peek()) <= this.#groups) {
      number = number * 10 + Number(this.#text.next())
    }
    return number
  }

  #reference(to: number | string): string {
    const group = typeof to === 'number' ? to : this.#names.get(to)
    if (group === undefined || !this.#closed.has(group))
      throw new JavaPatternError(`there is no group ${to} before \\${to}`)
    if (this.#flags.ignoreCase) throw new JavaPatternError('a group is referred to without regard to case')
    if (this.#behind > 0) throw new JavaPatternError('a look-behind refers to a group')
    this.#references.push(group)
    return `(?:\\${group})`
  }

  #group(): string {
    const opening = this.#text.readGroupOpening()
    if (opening.kind === 'flags') {
      this.#flags = { ...this.#flags, ...opening.flags }
      return ''
    }
    const flags = this.#flags
    if (opening.kind === 'scope') this.#flags = { ...flags, ...opening.flags }
    const around = opening.kind === 'around' ? 1 : 0
    const behind = opening.kind === 'around' && opening.open.includes('<') ? 1 : 0
    const number = opening.kind === 'capture' ? this.#open(opening.name) : 0
    this.#behind += behind
    this.#around += around
    const body = this.#alternatives()
    this.#around -= around
    this.#behind -= behind
    if (!this.#text.take(')')) throw new JavaPatternError('a group is not closed')
    this.#flags = flags
    if (opening.kind === 'capture') {
      if (this.#around === 0) this.#closed.add(number)
      return `(${body})`
    }
    return `${opening.kind === 'around' ? opening.open : '(?:'}${body})`
  }

  #open(name: string | null): number {
    if (this.#behind > 0) throw new JavaPatternError('a look-behind has a group in it')
    this.#groups++
    if (name === null) return this.#groups
    if (this.#names.has(name)) throw new JavaPatternError(`the group ${name} is defined twice`)
    this.#names.set(name, this.#groups)
    return this.#groups
  }
}
