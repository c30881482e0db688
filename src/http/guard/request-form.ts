import type { Request, RequestHandler } from 'express'
import { fail } from '../../errors/dvm-error.ts'

/** As many as the parser keeps (listen.ts): of a request that has more, some are gone without a word. */
export const MOST_HEADERS = 100
const MOST_PARAMETERS = 100
const COOKIE_CHARACTERS = 8_192
/** Fields by which it is decided what a request is and who sends it. Of two, another server may believe the other one. */
const SINGLE = [
  'host',
  'authorization',
  'content-type',
  'content-length',
  'transfer-encoding',
  'origin',
  'x-csrf-token',
]
const ABSOLUTE = /^https?:\/\/([^/?#]*)(.*)$/i

/**
 * Refuses requests that two readers could understand in two ways, or that only somebody sends who tries things out:
 * REQUEST_UNREADABLE. A target in absolute form is taken if it names the host that the Host field names (RFC 9112, 3.2.2).
 */
export function requestForm(): RequestHandler {
  return (request, _response, next) => {
    const detail = complaintAbout(request)
    if (detail !== null) return next(fail('REQUEST_UNREADABLE', { detail }))
    const [, , path] = ABSOLUTE.exec(request.url) ?? []
    if (path !== undefined) request.url = path.startsWith('/') ? path : `/${path}`
    next()
  }
}

function complaintAbout({ rawHeaders, headers, headersDistinct, url, method }: Request): string | null {
  if (rawHeaders.length / 2 >= MOST_HEADERS) return `there are ${MOST_HEADERS} header fields or more`
  const twice = SINGLE.find((name) => (headersDistinct[name]?.length ?? 0) > 1)
  if (twice !== undefined) return `header field ${twice} is there twice`
  if ((headers.cookie?.length ?? 0) > COOKIE_CHARACTERS)
    return `the cookies are longer than ${COOKIE_CHARACTERS} characters`
  const coding = headers['transfer-encoding']
  if (coding !== undefined && coding.toLowerCase() !== 'chunked') return 'the only transfer coding taken is chunked'
  if (headers.expect !== undefined && headers.expect.toLowerCase() !== '100-continue')
    return 'nothing else is expected than 100-continue'
  if (url.split('&', MOST_PARAMETERS + 1).length > MOST_PARAMETERS)
    return `there are more than ${MOST_PARAMETERS} query parameters`
  return complaintAboutTarget(url, method, headers.host)
}

function complaintAboutTarget(url: string, method: string, host: string | undefined): string | null {
  if (url.startsWith('/') || (url === '*' && method === 'OPTIONS')) return null
  const [, authority] = ABSOLUTE.exec(url) ?? []
  if (authority === undefined) return 'the request target is no path'
  return authority.toLowerCase() === host?.toLowerCase() ? null : 'the request target is of another host'
}
