import type { RequestHandler } from 'express'
import { fail } from '../../errors/dvm-error.ts'

/** Most that a body may hold. */
export const BODY_BYTES = 16_384

export interface SizeLimits {
  readonly urlCharacters: number
  readonly bodyBytes: number
}

/**
 * Refuses long addresses and large bodies by what the request declares, before a byte of the body is read. A body of
 * undeclared length (chunked) is refused: nothing here takes one.
 */
export function sizeLimits(limits: SizeLimits): RequestHandler {
  return (request, _response, next) => {
    const declared = Number(request.headers['content-length'] ?? 0)
    if (request.originalUrl.length > limits.urlCharacters) {
      return next(fail('URL_TOO_LONG', { limit: limits.urlCharacters }))
    }
    if (declared > limits.bodyBytes || request.headers['transfer-encoding'] !== undefined) {
      return next(fail('BODY_TOO_LARGE', { limit: limits.bodyBytes }))
    }
    next()
  }
}
