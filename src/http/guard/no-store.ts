import type { RequestHandler } from 'express'

/** Nothing is kept by caches unless its route says otherwise: history and health are true only now. */
export function noStore(): RequestHandler {
  return (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store')
    next()
  }
}
