import { expect, test } from 'vitest'
import { decodeText } from '../../src/document/decode-text.ts'

test('UTF-8 and UTF-16 marks are taken off', () => {
  expect(decodeText(Buffer.from('\uFEFFé'), 'f')).toBe('é')
  expect(decodeText(Buffer.from('\uFEFFé', 'utf16le'), 'f')).toBe('é')
  expect(decodeText(Buffer.from('\uFEFFé', 'utf16le').swap16(), 'f')).toBe('é')
})

test.each([
  ['\xff', 'f:1:1', '0xff'],
  ['é\n12\xc3(', 'f:2:3', '0xc3'],
  ['\uFEFFab\x80', 'f:1:3', '0x80'],
  ['🙂\uFFFD\xf0\x9f\x99', 'f:1:4', '0xf0'],
])('the first byte that is not UTF-8 in %j is named', (text, place, byte) => {
  const bytes = Buffer.concat(
    [...text].map((c) => Buffer.from(c, c > '\x7f' && c <= '\xff' && c !== 'é' ? 'latin1' : 'utf8')),
  )
  expect(() => decodeText(bytes, 'f')).toThrow(`${place}: the file is not valid UTF-8: byte ${byte}`)
})

test('a NUL is named with its place', () => {
  expect(() => decodeText(Buffer.from('a\nb\0'), 'f')).toThrow('f:2:2: the file contains a NUL byte')
})
