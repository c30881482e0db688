import type { RequestHandler } from 'express'
import { fail } from '../../errors/dvm-error.ts'

/** 405 with `Allow` (RFC 9110, 15.5.6) for every method that no route of this server has. */
export function allowedMethods(methods: readonly string[]): RequestHandler {
  const allow = methods.join(', ')
  return (request, response, next) => {
    if (methods.includes(request.method)) return next()
    response.setHeader('Allow', allow)
    next(fail('METHOD_NOT_ALLOWED', { method: request.method, allow }))
  }
}
