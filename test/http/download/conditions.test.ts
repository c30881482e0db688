import { describe, expect, it } from 'vitest'
import { judgeConditions, namedEtags, rangeStands } from '../../../src/http/download/conditions.ts'

const ETAG = '"a-gzip"'

describe('conditions of a request', () => {
  it.each([
    [{}, 'send'],
    [{ 'if-none-match': ETAG }, 'not-modified'],
    [{ 'if-none-match': `W/${ETAG}` }, 'not-modified'],
    [{ 'if-none-match': `"x,y", ${ETAG}` }, 'not-modified'],
    [{ 'if-none-match': '*' }, 'not-modified'],
    [{ 'if-none-match': '"a"' }, 'send'],
    [{ 'if-none-match': 'a-gzip' }, 'send'],
    [{ 'if-match': ETAG }, 'send'],
    [{ 'if-match': '*' }, 'send'],
    [{ 'if-match': `"b", ${ETAG}` }, 'send'],
    [{ 'if-match': '"b"' }, 'failed'],
    // A weak tag never matches strongly, and If-Match is asked first.
    [{ 'if-match': `W/${ETAG}` }, 'failed'],
    [{ 'if-match': '"b"', 'if-none-match': ETAG }, 'failed'],
    [{ 'if-match': ETAG, 'if-none-match': ETAG }, 'not-modified'],
    [{ 'if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' }, 'send'],
    [{ 'if-unmodified-since': 'Fri, 01 Jan 1999 00:00:00 GMT' }, 'send'],
  ] as const)('%j: %s', (headers, verdict) => {
    expect(judgeConditions(headers, ETAG)).toBe(verdict)
  })

  it.each([
    [undefined, true],
    [ETAG, true],
    [`W/${ETAG}`, false],
    ['"b"', false],
    ['Fri, 01 Jan 2100 00:00:00 GMT', false],
  ])('If-Range %s lets a range count: %s', (given, stands) => {
    expect(rangeStands(given === undefined ? {} : { 'if-range': given }, ETAG)).toBe(stands)
  })

  it('gathers every tag that is named', () => {
    expect(namedEtags({ 'if-match': '"a", W/"b"', 'if-none-match': '"c"', 'if-range': '"d"' })).toEqual(
      ['a', 'b', 'c', 'd'].map((tag) => `"${tag}"`),
    )
  })
})
