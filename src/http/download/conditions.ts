import type { IncomingHttpHeaders } from 'node:http'

/** What the conditions of a request say about the representation that would be sent. */
export type Verdict = 'send' | 'not-modified' | 'failed'

/**
 * Holds `If-Match` and `If-None-Match` against an ETag, in the order of RFC 9110 (13.2.2). Conditions by date say nothing
 * here, as 13.1.3 and 13.1.4 will have it: a package has no date of modification that would tell two packages of one second
 * apart.
 */
export function judgeConditions(headers: IncomingHttpHeaders, etag: string): Verdict {
  const match = headers['if-match']
  if (match !== undefined && !named(match, etag, 'strong')) return 'failed'
  const noneMatch = headers['if-none-match']
  return noneMatch !== undefined && named(noneMatch, etag, 'weak') ? 'not-modified' : 'send'
}

/** Whether `If-Range` lets a range count: it does where it names these very bytes (13.1.5); a date never does. */
export function rangeStands(headers: IncomingHttpHeaders, etag: string): boolean {
  const given = headers['if-range']
  return given === undefined || String(given).trim() === etag
}

/** Every ETag that a request names, for whoever looks for what it was sent before. */
export function namedEtags(headers: IncomingHttpHeaders): readonly string[] {
  const given = [headers['if-match'], headers['if-none-match'], headers['if-range']]
  return given.flatMap((header) => readEtags(String(header ?? '')).map((tag) => tag.replace(/^W\//, '')))
}

function named(header: string, etag: string, comparison: 'strong' | 'weak'): boolean {
  if (header.trim() === '*') return true
  return readEtags(header).some((tag) => (comparison === 'weak' ? tag.replace(/^W\//, '') : tag) === etag)
}

/** A comma may stand in a tag, so it parts nothing by itself. */
function readEtags(header: string): readonly string[] {
  return header.match(/(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g) ?? []
}
