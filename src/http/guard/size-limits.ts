import type { Request, RequestHandler, Response } from 'express'
import { fail } from '../../errors/dvm-error.ts'
import { isSafe } from './is-safe.ts'

/** Most that a body may hold. */
export const BODY_BYTES = 16_384

export interface SizeLimits {
  readonly urlCharacters: number
  readonly bodyBytes: number
}

/**
 * Refuses long addresses and large bodies by what the request declares, before a byte of the body is read. A body of
 * undeclared length (chunked) is read up to the limit by whoever takes it; what only reads takes none.
 */
export function sizeLimits(limits: SizeLimits): RequestHandler {
  return (request, response, next) => {
    const declared = Number(request.headers['content-length'] ?? 0)
    const chunked = request.headers['transfer-encoding'] !== undefined
    if (chunked) closeUnread(request, response)
    if (request.originalUrl.length > limits.urlCharacters) {
      return next(fail('URL_TOO_LONG', { limit: limits.urlCharacters }))
    }
    if (declared > limits.bodyBytes || (chunked && isSafe(request.method))) {
      response.setHeader('Connection', 'close')
      return next(fail('BODY_TOO_LARGE', { limit: limits.bodyBytes }))
    }
    next()
  }
}

/** Node would read on to the end of a body that nobody wanted, and this one need not have any. */
function closeUnread(request: Request, response: Response): void {
  response.once('finish', () => {
    if (!request.complete) request.socket.destroySoon()
  })
}
