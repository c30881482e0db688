import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dataBytes } from '../../src/checksum/data-bytes.ts'

/** What begins a comment, a text, and what Liquibase 4.28's own stream left of it. */
type Answer = readonly [comment: string | null, text: string, left: string]

const answers: readonly Answer[] = JSON.parse(
  readFileSync(new URL('./answers/data-bytes.json', import.meta.url), 'utf8'),
)

function leftOf(pieces: Iterable<Buffer>, comment: string | null): string {
  const left: Buffer[] = []
  for (const piece of dataBytes(pieces, comment)) left.push(Buffer.from(piece))
  return Buffer.concat(left).toString()
}

test.each(answers)('with comments of %j, of %j only %j is hashed', (comment, text, left) => {
  expect(leftOf([Buffer.from(text)], comment)).toBe(left)
})

/** As files are read: one buffer serves all pieces. */
function* lent(text: string, size: number): Generator<Buffer> {
  const bytes = Buffer.from(text)
  const buffer = Buffer.alloc(size)
  for (let at = 0; at < bytes.length; at += size) {
    yield buffer.subarray(0, bytes.copy(buffer, 0, at, at + size))
  }
}

test('the pieces in which a file is read do not matter', () => {
  const letters = fc.constantFrom('a', '#', '\n', '\n\n', '\r\n', '\r', 'long line of text', 'é')
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 40 }), fc.integer({ min: 1, max: 20 }), (all, size) => {
      const text = all.join('')
      expect(leftOf(lent(text, size), '#')).toBe(leftOf([Buffer.from(text)], '#'))
    }),
  )
})

test('a file of many empty lines is no deeper than another', () => {
  expect(leftOf([Buffer.from(`a${'\n'.repeat(300_000)}b`)], '#')).toBe('a\nb')
})

test('lines longer than what is gathered come whole', () => {
  const line = 'x'.repeat(200_000)
  expect(leftOf(lent(`${line}\n# comment\n${line}\n`, 4096), '#')).toBe(`${line}\n${line}`)
})
