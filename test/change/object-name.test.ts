import { expect, test } from 'vitest'
import { objectName } from '../../src/change/object-name.ts'

test.each([
  ['plain_1', 'plain_1'],
  ['UPPER', 'UPPER'],
  ['Mixed', '"Mixed"'],
  ['user', '"user"'],
  ['a-b', '"a-b"'],
  ['1a', '"1a"'],
  ['é', '"é"'],
  ['a"; drop table x; --', '"a""; drop table x; --"'],
  ['Mi"xed', '"Mi""xed"'],
])('%s is written %s', (name, written) => {
  expect(objectName(name)).toBe(written)
})

test('other strategies quote everything, or mixed case not at all', () => {
  expect(objectName('plain', 'QUOTE_ALL_OBJECTS')).toBe('"plain"')
  expect(objectName('Mixed', 'QUOTE_ONLY_RESERVED_WORDS')).toBe('Mixed')
})
