import { expect, it } from 'vitest'
import { readRange } from '../../../src/http/download/read-range.ts'

it.each([
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=2-', { start: 2, end: 9 }],
  ['bytes=2-4', { start: 2, end: 4 }],
  ['BYTES = 2-400', { start: 2, end: 9 }],
  ['bytes=-3', { start: 7, end: 9 }],
  ['bytes=-300', { start: 0, end: 9 }],
  ['bytes=9-', { start: 9, end: 9 }],
  ['bytes=10-', 'unsatisfiable'],
  ['bytes=10-12', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  // What cannot be read, and several at once, are answered whole.
  [undefined, null],
  ['bytes=4-2', null],
  ['bytes=', null],
  ['bytes=-', null],
  ['bytes=a-b', null],
  ['lines=0-1', null],
  ['bytes=0-1,4-5', null],
  ['bytes=99999999999999999999-', null],
  [`bytes=${'0-1,'.repeat(1_000)}`, null],
])('reads Range %s of 10 bytes', (header, range) => {
  expect(readRange(header, 10)).toEqual(range)
})

it('finds nothing in an empty file', () => {
  expect(readRange('bytes=0-', 0)).toBe('unsatisfiable')
  expect(readRange('bytes=-1', 0)).toBe('unsatisfiable')
})
