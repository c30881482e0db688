import { expect, test } from 'vitest'
import { computedColumnName, objectName, qualifiedObjectName } from '../../src/change/object-name.ts'

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

test('a schema goes before the name, the default one where none is written', () => {
  const context = { defaultSchema: 'public' } as const
  expect(qualifiedObjectName('App', 'user', context)).toBe('"App"."user"')
  expect(qualifiedObjectName(null, 't', context)).toBe('public.t')
  expect(qualifiedObjectName('  ', 't', context)).toBe('public.t')
  expect(qualifiedObjectName(' app ', 't', { defaultSchema: null })).toBe('app.t')
  expect(qualifiedObjectName(null, 't', { defaultSchema: null, quotingStrategy: 'QUOTE_ALL_OBJECTS' })).toBe('"t"')
})

test('the name of a computed column may be an expression', () => {
  expect(computedColumnName('lower(X)')).toBe('lower(X)')
  expect(computedColumnName('lower(x)', 'QUOTE_ALL_OBJECTS')).toBe('"lower(x)"')
  expect(computedColumnName('Mixed')).toBe('"Mixed"')
})
