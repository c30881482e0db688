import { randomUUID } from 'node:crypto'
import type { RequestHandler, Response } from 'express'

const HEADER = 'X-Request-Id'
/** Each guard that looks at the end of a request listens for it, and each stream of a body several times. */
const MOST_LISTENERS = 30

/**
 * Gives every request its own id, sent back as `X-Request-Id`, in every problem and in the log. An id that the caller
 * sends is not taken over: it would let anyone write into our log.
 */
export function requestId(): RequestHandler {
  return (_request, response, next) => {
    response.setMaxListeners(MOST_LISTENERS)
    response.setHeader(HEADER, randomUUID())
    next()
  }
}

export function requestIdOf(response: Response): string {
  return String(response.getHeader(HEADER) ?? '')
}
