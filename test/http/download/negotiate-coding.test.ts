import { expect, it } from 'vitest'
import { negotiateCoding } from '../../../src/http/download/negotiate-coding.ts'

it.each([
  [undefined, 'identity'],
  ['', 'identity'],
  ['gzip', 'gzip'],
  ['x-gzip', 'gzip'],
  ['GZIP', 'gzip'],
  ['gzip, deflate, br', 'br'],
  ['gzip;q=1, br;q=0.5', 'gzip'],
  ['gzip ; q=0.4 , br;q=0.5', 'br'],
  ['gzip;q=0', 'identity'],
  ['gzip;q=0.5, identity', 'identity'],
  ['gzip;q=0.5, identity;q=0.5', 'gzip'],
  ['*', 'br'],
  ['*;q=0', null],
  ['br;q=0, *', 'gzip'],
  ['identity;q=0', null],
  ['identity;q=0, gzip', 'gzip'],
  ['compress, identity;q=0', null],
  ['identity, *;q=0', 'identity'],
  // No weight of RFC 9110: asks for nothing.
  ['gzip;q=2', 'identity'],
  ['gzip;q=nan', 'identity'],
])('Accept-Encoding %s asks for %s', (header, coding) => {
  expect(negotiateCoding(header, ['br', 'gzip'])).toBe(coding)
})

it('sends what cannot be packed as it is, unless that is refused', () => {
  expect(negotiateCoding('gzip, br', [])).toBe('identity')
  expect(negotiateCoding('gzip, identity;q=0', [])).toBeNull()
})
