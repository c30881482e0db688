import { JavaPatternError } from './java-pattern-error.ts'
import type { PatternText } from './pattern-text.ts'
import { OTHERS, propertySet, SETS } from './property-set.ts'

/** What a backslash and what follows it stand for. A set is written as inside brackets. */
export type Escape =
  | { readonly kind: 'letter'; readonly code: number }
  | { readonly kind: 'set'; readonly set: string; readonly negated: boolean; readonly others?: string | undefined }
  | { readonly kind: 'boundary'; readonly negated: boolean }
  | { readonly kind: 'start' }
  | { readonly kind: 'end'; readonly beforeBreak: boolean }
  | { readonly kind: 'break' }
  | { readonly kind: 'reference'; readonly digit: number; readonly name: string | null }

const LETTERS: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, a: 7, e: 27 }

/** Reads an escape of java.util.regex; one that Java does not have, or that has no equal, fails with JavaPatternError. */
export function readEscape(text: PatternText, ignoreCase: boolean): Escape {
  text.next()
  const letter = text.next()
  const set = SETS[letter.toLowerCase()]
  if (set !== undefined && /^[dwshv]$/i.test(letter)) {
    return { kind: 'set', set, negated: letter !== letter.toLowerCase(), others: OTHERS[letter.toLowerCase()] }
  }
  if (/^[1-9]$/.test(letter)) return { kind: 'reference', digit: Number(letter), name: null }
  switch (letter) {
    case 'b':
      if (text.peek() === '{') throw new JavaPatternError('\\b{…} has no equal here')
      return { kind: 'boundary', negated: false }
    case 'B':
      return { kind: 'boundary', negated: true }
    case 'A':
      return { kind: 'start' }
    case 'z':
      return { kind: 'end', beforeBreak: false }
    case 'Z':
      return { kind: 'end', beforeBreak: true }
    case 'R':
      return { kind: 'break' }
    case 'k':
      if (!text.take('<')) throw new JavaPatternError('\\k is not followed by a name')
      return { kind: 'reference', digit: 0, name: text.until('>') }
    case 'p':
    case 'P':
      return { kind: 'set', set: propertySet(readProperty(text), ignoreCase), negated: letter === 'P' }
    default:
      return { kind: 'letter', code: readCode(letter, text) }
  }
}

function readProperty(text: PatternText): string {
  return text.take('{') ? text.until('}') : text.next()
}

function readCode(letter: string, text: PatternText): number {
  const simple = LETTERS[letter]
  if (simple !== undefined) return simple
  if (letter === '0') return readOctal(text)
  if (letter === 'x') return text.take('{') ? hex(text.until('}')) : hex(text.next() + text.next())
  if (letter === 'u') return readUnit(text)
  if (letter === 'c') return (text.next().codePointAt(0) ?? 0) ^ 64
  if (/^[A-Za-z]$/.test(letter)) throw new JavaPatternError(`\\${letter} has no equal here`)
  return letter.codePointAt(0) ?? 0
}

/** Two units that make a pair are one letter. */
function readUnit(text: PatternText): number {
  const four = (): number => hex(text.next() + text.next() + text.next() + text.next())
  const unit = four()
  if (unit < 0xd800 || unit > 0xdbff || text.peek() !== '\\' || text.peek(1) !== 'u') return unit
  text.take('\\u')
  const low = four()
  if (low < 0xdc00 || low > 0xdfff) throw new JavaPatternError('half a pair of surrogates has no equal here')
  return 0x10000 + (unit - 0xd800) * 0x400 + (low - 0xdc00)
}

function hex(digits: string): number {
  const code = /^[0-9A-Fa-f]{1,8}$/.test(digits) ? Number.parseInt(digits, 16) : Number.NaN
  if (!(code <= 0x10ffff)) throw new JavaPatternError(`${digits} is no code of a character`)
  return code
}

/** One digit, two, or three of which the first is at most 3. */
function readOctal(text: PatternText): number {
  const digit = (): boolean => /^[0-7]$/.test(text.peek())
  if (!digit()) throw new JavaPatternError('\\0 is not followed by an octal number')
  const first = Number(text.next())
  if (!digit()) return first
  const second = first * 8 + Number(text.next())
  return first <= 3 && digit() ? second * 8 + Number(text.next()) : second
}
