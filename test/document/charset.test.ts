import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { findCharset } from '../../src/document/charset/find-charset.ts'
import { decodePieces } from '../../src/document/decode-pieces.ts'
import { type Complaint, formatComplaint } from '../../src/errors/dvm-error.ts'

/** What Java 17 read, through the reader that Liquibase uses. */
interface Answer {
  readonly charset: string
  readonly bytes: string
  readonly text: string
}

const answers: readonly Answer[] = JSON.parse(readFileSync(new URL('./answers/charsets.json', import.meta.url), 'utf8'))
const charsets = [...new Set(answers.map(({ charset }) => charset))]

function decode(charset: string, bytes: Buffer, size: number): string {
  const decoder = findCharset(charset)?.decoder()
  let text = ''
  for (let at = 0; at < bytes.length; at += size)
    text += decoder?.write(bytes.subarray(at, at + size), false).text ?? ''
  return text + (decoder?.write(Buffer.alloc(0), true).text ?? '')
}

test.each(charsets)('%s is read as Java reads it, in whatever pieces it comes', (charset) => {
  for (const answer of answers.filter((one) => one.charset === charset)) {
    const bytes = Buffer.from(answer.bytes, 'hex')
    for (const size of [1, 2, 3, 5, 1000])
      expect([answer.bytes, decode(charset, bytes, size)]).toEqual([answer.bytes, answer.text])
  }
})

test('the answers show every charset that is known and bytes that are none', () => {
  expect(charsets.length).toBe(41)
  expect(answers.filter(({ text }) => text.includes('\uFFFD')).length).toBeGreaterThan(100)
})

test.each([
  ['utf8', 'UTF-8'],
  ['UTF_16LE', 'UTF-16LE'],
  ['latin1', 'ISO-8859-1'],
  ['8859_15', 'ISO-8859-15'],
  ['ISO8859-2', 'ISO-8859-2'],
  ['l2', 'ISO-8859-2'],
  ['ASCII', 'US-ASCII'],
  ['Cp1252', 'windows-1252'],
  ['cp850', 'IBM850'],
  ['ibm-437', 'IBM437'],
  ['MS932', 'windows-31j'],
  ['koi8', 'KOI8-R'],
])('%s is a name of %s, as it is for Java', (name, charset) => {
  expect(findCharset(name)?.name).toBe(charset)
})

test.each(['', 'klingon', 'UTF-7', 'iso-8859-99', 'cp9999'])('%j is the name of none', (name) => {
  expect(findCharset(name)).toBeNull()
})

describe('a file', () => {
  function read(bytes: readonly Buffer[], encoding: string | null = null): { text: string; warned: string[] } {
    const warned: string[] = []
    const warn = (item: Complaint) => warned.push(formatComplaint(item))
    return { text: [...decodePieces(bytes, { encoding, file: 'd.csv', warn })].join(''), warned }
  }

  test.each([
    ['', 'c3a9', null],
    ['UTF-8', 'efbbbfc3a9', null],
    ['UTF-8', 'efbbbfc3a9', 'utf-8'],
    ['UTF-16LE', 'fffee900', null],
    ['UTF-16LE', 'fffee900', 'UTF-16LE'],
    ['UTF-16BE', 'feff00e9', null],
    ['no', '00e9', 'UTF-16'],
    ['UTF-8', 'efbbbfe9', 'ISO-8859-1'],
  ])('with the mark of %s is read without it (%s, encoding %s)', (_mark, hex, encoding) => {
    const bytes = Buffer.from(hex, 'hex')
    const single = [...bytes].map((byte) => Buffer.of(byte))
    expect(read([bytes], encoding)).toEqual({ text: 'é', warned: [] })
    expect(read(single, encoding)).toEqual({ text: 'é', warned: [] })
  })

  test.each([
    ['fffee900', 'UTF-16', 'not valid UTF-16: it begins with the byte order mark of UTF-16LE'],
    ['efbbbf41', 'UTF-16BE', 'not valid UTF-16BE: it begins with the byte order mark of UTF-8'],
    ['fffe0000', null, 'not valid UTF-32LE: that encoding is not known here'],
    ['41', 'klingon', 'not valid klingon: that encoding is not known here'],
    ['ff', 'EUC-JP', 'not valid EUC-JP: it holds bytes that are none of it'],
  ])('of bytes %s with encoding %s is refused', (hex, encoding, message) => {
    expect(() => read([Buffer.from(hex, 'hex')], encoding)).toThrow(`d.csv:1:1: the file is ${message}`)
  })

  test('with bytes that are none is read as Liquibase reads it, which is told once with the first place', () => {
    const pieces = ['a\nb,é\ncd', 'e\x98', 'f\x98'].map((text) => Buffer.from(text, 'latin1'))
    const { text, warned } = read(pieces, 'windows-1250')
    expect(text).toBe('a\nb,é\ncde\uFFFDf\uFFFD')
    expect(warned).toEqual([
      'd.csv:3:4: the file is not valid windows-1250: bytes that are none of it are read as U+FFFD, as Liquibase reads them [ENCODING_INVALID]',
    ])
  })

  test('with a U+FFFD of its own is not warned of', () => {
    expect(read([Buffer.from('a\uFFFD')])).toEqual({ text: 'a\uFFFD', warned: [] })
  })

  test('with a NUL is refused with its place', () => {
    expect(() => read([Buffer.from('a\nbc'), Buffer.from('d\0')])).toThrow('d.csv:2:4: the file contains a NUL byte')
  })
})
