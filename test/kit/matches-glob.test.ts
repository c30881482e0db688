import { expect, test } from 'vitest'
import { matchesGlob } from '../../src/kit/matches-glob.ts'

test.each([
  ['', ''],
  ['*', ''],
  ['**', 'ab'],
  ['a*c', 'abcbc'],
  ['*.created_at', 'public.t.created_at'],
  ['?.*', 'é.x'],
  ['?', '😀'],
  ['a*b*c', 'axbxbxc'],
  ['*ab', 'aab'],
  ['a.[x]*', 'a.[x]y\nz'],
])('%j takes %j', (glob, text) => {
  expect(matchesGlob(glob, text)).toBe(true)
})

test.each([
  ['', 'a'],
  ['?', ''],
  ['a', 'A'],
  ['a*b', 'abc'],
  ['a*b*c', 'acb'],
  ['a.c', 'abc'],
  ['a?', 'a'],
])('%j does not take %j', (glob, text) => {
  expect(matchesGlob(glob, text)).toBe(false)
})

test('many stars over a long name are decided like few', () => {
  expect(matchesGlob(`${'*a'.repeat(1000)}b`, 'a'.repeat(10_000))).toBe(false)
  expect(matchesGlob('*a'.repeat(1000), 'a'.repeat(10_000))).toBe(true)
})
