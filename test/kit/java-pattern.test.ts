import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { JavaPatternError } from '../../src/kit/java-pattern/java-pattern-error.ts'
import { replaceLikeJava } from '../../src/kit/java-pattern/replace-like-java.ts'

type Answer = readonly [pattern: string, text: string, replacement: string, result: string | null]

/** What `String.replaceAll` of Java 17 gives; `null` where it throws. */
const answers = JSON.parse(
  readFileSync(new URL('java-pattern-answers.json', import.meta.url), 'utf8'),
) as readonly Answer[]

/** What Java can do and we refuse to, because JavaScript has no equal. */
const refused = [
  'a*+',
  '(?>a)',
  '[a&&b]',
  '[a[b]]',
  '(?x)a b',
  '(?u)\u00e9',
  '\\G',
  '\\X',
  '\\b',
  '(?i)\\p{Lower}',
  '(?:(a)|b)+',
  '((a)|b)+',
  '(a)?\\1',
  '(a)|\\1',
  '\\2(a)',
  'a{',
  '(?<=a+)b',
]

function ours([pattern, text, replacement]: Answer): string | null {
  try {
    return replaceLikeJava(text, pattern, replacement)
  } catch (error) {
    if (error instanceof JavaPatternError) return null
    throw error
  }
}

test.each(answers)('%j in %j by %j is %j, as in Java, or refused', (...answer) => {
  const [pattern, , , result] = answer
  expect(ours(answer)).toBe(refused.includes(pattern) ? null : result)
})

test('what is refused although Java takes it is as little as this', () => {
  const without = answers.filter(([, , , result]) => result !== null).filter((answer) => ours(answer) === null)
  expect(new Set(without.map(([pattern]) => pattern))).toEqual(
    new Set(refused.filter((pattern) => answers.some((one) => one[0] === pattern && one[3] !== null))),
  )
})

describe('a refusal says why:', () => {
  test.each([
    ['a++', 'x', 'a possessive quantifier has no equal here'],
    ['(?<=a*)b', 'x', 'a look-behind has no greatest length'],
    ['a', '$1', 'the replacement names group 1, which there is not'],
    ['a', 'b$', 'the replacement has a $ without a group; write \\$'],
    ['(', 'x', 'a group is not closed'],
    ['[z-a]', 'x', 'a range in brackets has no proper end'],
  ])('%s by %s', (pattern, replacement, message) => {
    expect(() => replaceLikeJava('a', pattern, replacement)).toThrow(new JavaPatternError(message))
  })
})

test('a search that would not end is given up', () => {
  expect(() => replaceLikeJava(`${'a'.repeat(40)}b`, '(a+)+$', 'x')).toThrow('it searches for longer than 5 seconds')
})
