import { JavaPatternError } from './java-pattern-error.ts'

/** Sets as they stand inside brackets, by the letter of their escape. All of them are ASCII in Java, but `h` and `v`. */
export const SETS: Readonly<Record<string, string>> = {
  d: '0-9',
  w: 'A-Za-z0-9_',
  s: ' \\t\\n\\v\\f\\r',
  h: ' \\t\\u00a0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000',
  v: '\\n\\v\\f\\r\\u0085\\u2028\\u2029',
}

/** Everything else than those, also as inside brackets. */
export const OTHERS: Readonly<Record<string, string>> = {
  d: '\\0-\\/:-\\u{10ffff}',
  w: '\\0-\\/:-@\\[-\\^`\\{-\\u{10ffff}',
  s: '\\0-\\x08\\x0e-\\x1f!-\\u{10ffff}',
}

const PROPERTIES: Readonly<Record<string, string>> = {
  Lower: 'a-z',
  Upper: 'A-Z',
  ASCII: '\\0-\\x7f',
  Alpha: 'A-Za-z',
  Digit: '0-9',
  Alnum: 'A-Za-z0-9',
  Punct: '!-\\/:-@\\[-`\\{-~',
  Graph: '!-~',
  Print: ' -~',
  Blank: ' \\t',
  Cntrl: '\\0-\\x1f\\x7f',
  XDigit: '0-9a-fA-F',
  Space: ' \\t\\n\\v\\f\\r',
}

/** Of these only the names are the same in both languages, and the letters that Unicode gives them. */
const CATEGORY = /^(?:Is)?(L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|Cc|Cf)$/

/** The set that `\p{name}` stands for, as inside brackets. */
export function propertySet(name: string, ignoreCase: boolean): string {
  const known = Object.hasOwn(PROPERTIES, name) ? PROPERTIES[name] : undefined
  const category = CATEGORY.exec(name)?.[1]
  const set = known ?? (category === undefined ? undefined : `\\p{${category}}`)
  if (set === undefined) throw new JavaPatternError(`\\p{${name}} has no equal here`)
  if (ignoreCase && (name === 'Lower' || name === 'Upper' || category?.startsWith('L'))) {
    throw new JavaPatternError(`\\p{${name}} without regard to case has no equal here`)
  }
  return set
}
