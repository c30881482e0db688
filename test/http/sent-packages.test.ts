import { expect, it } from 'vitest'
import { createSentPackages, matchesEtag } from '../../src/http/sent-packages.ts'

it('forgets the question that was asked longest ago', () => {
  const sent = createSentPackages(2)
  const answer = { etag: '"x"', generatedAt: '2026-01-31T12:00:00Z' }
  for (const question of ['a', 'b', 'a', 'c']) sent.remember(question, answer)
  expect(['a', 'b', 'c'].map((question) => sent.find(question) !== null)).toEqual([true, false, true])
})

it.each([
  ['"x"', true],
  ['W/"x"', true],
  ['"a", "x"', true],
  ['"y"', false],
  [undefined, false],
])('reads If-None-Match %s', (header, matches) => {
  expect(matchesEtag(header, '"x"')).toBe(matches)
})
