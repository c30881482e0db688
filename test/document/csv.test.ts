import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CsvOptions, readCsv } from '../../src/document/csv.ts'

/** What opencsv 5.9 made of a text, as Liquibase 4.28 sets it up. */
interface Answer extends CsvOptions {
  readonly text: string
  readonly records: readonly (readonly string[])[]
  /** It came to the end within quotes. */
  readonly open?: true
}

const answers: readonly Answer[] = JSON.parse(readFileSync(new URL('./answers/csv.json', import.meta.url), 'utf8'))
const plain: CsvOptions = { separator: ',', quote: '"' }

function valuesIn(pieces: Iterable<string>, options = plain): { records: (readonly string[])[]; open?: true } {
  const records: (readonly string[])[] = []
  try {
    for (const { values } of readCsv(pieces, options, 'd.csv')) records.push(values)
  } catch {
    return { records, open: true }
  }
  return { records }
}

test.each(answers)('$text is read as opencsv reads it', ({ text, separator, quote, ...read }) => {
  expect(valuesIn([text], { separator, quote })).toEqual(read)
})

test('the answers show values over several lines, and files that end within quotes', () => {
  expect(answers.filter(({ open }) => open).length).toBeGreaterThan(20)
  expect(answers.filter(({ records }) => records.flat().some((value) => value.includes('\n'))).length).toBeGreaterThan(
    20,
  )
})

test('the pieces in which a text comes do not matter', () => {
  const letters = fc.constantFrom('a', ',', '"', '""', '",', ',"', '\n', '\r', '\r\n', 'é', '🙂')
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 24 }), fc.array(fc.nat(5), { maxLength: 30 }), (all, sizes) => {
      const text = all.join('')
      expect(valuesIn(cut(text, sizes))).toEqual(valuesIn([text]))
    }),
  )
})

/** A text in pieces of these lengths, some of them empty. */
function cut(text: string, sizes: readonly number[]): string[] {
  const pieces: string[] = []
  let at = 0
  for (const size of sizes) {
    pieces.push(text.slice(at, at + size))
    at += size
  }
  return [...pieces, text.slice(at)]
}

describe('places', () => {
  test('a record has the line on which it begins', () => {
    const lines = [...readCsv(['a\n"b\n\nc"\r\rd'], plain, 'd.csv')].map(({ line }) => line)
    expect(lines).toEqual([1, 2, 5, 6])
  })

  test.each([
    ['a,b\n1,"2\n3,4\n', 'd.csv:2:3'],
    ['a\n"b" c\nd\n', 'd.csv:2:1'],
    ['x,a"b\n', 'd.csv:1:3'],
  ])('where %j does not close its quotes is told', (text, place) => {
    expect(() => [...readCsv([text], plain, 'd.csv')]).toThrow(
      `${place}: the file ends within a field whose " does not close [CHANGELOG_INVALID]`,
    )
  })
})

test('a value of very many lines is read once', () => {
  const lines = 200_000
  const [record] = readCsv([`"${'line\n'.repeat(lines)}",x`], plain, 'd.csv')
  expect(record?.values.map((value) => value.length)).toEqual([lines * 5, 1])
})
