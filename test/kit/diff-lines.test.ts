import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diffLines } from '../../src/kit/diff-lines.ts'

function marks(left: string | null, right: string | null): string {
  const sign = { left: '-', right: '+', both: ' ', gap: '.' }
  return diffLines(left, right)
    .map((line) => sign[line.in] + line.text)
    .join('|')
}

describe('two texts, line by line', () => {
  test('show what only one of them has, and two lines around it', () => {
    expect(marks('a\nb\nc\nd\ne\nf\ng', 'a\nb\nc\nX\ne\nf\ng')).toBe('.…| b| c|-d|+X| e| f|.…')
    expect(marks('a\nb', 'a\nb')).toBe('.…')
    expect(marks('a', 'b')).toBe('-a|+b')
    expect(marks('a\nb\nc', 'b\nc\nd')).toBe('-a| b| c|+d')
  })

  test('of which one is not there are the other as a whole', () => {
    expect(marks(null, 'a\nb')).toBe('+a|+b')
    expect(marks('a', null)).toBe('-a')
  })

  test('are told without loss: what is marked gives both texts back where nothing is left out', () => {
    const text = fc
      .array(fc.constantFrom('x', 'y', 'z'), { minLength: 1, maxLength: 5 })
      .map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(text, text, (left, right) => {
        fc.pre(left !== right)
        const lines = diffLines(left, right)
        if (lines.some((line) => line.in === 'gap')) return
        const of = (side: string): string =>
          lines.flatMap((line) => (line.in === side || line.in === 'both' ? [line.text] : [])).join('\n')
        expect([of('left'), of('right')]).toEqual([left, right])
      }),
    )
  })

  test('that are too long to compare are shown whole', () => {
    const lines = (word: string): string => Array.from({ length: 2100 }, (_one, at) => `${word}${at}`).join('\n')
    expect(diffLines(lines('a'), lines('b'))).toHaveLength(4200)
  })
})
