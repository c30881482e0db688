import csurf from 'csurf'
import type { RequestHandler } from 'express'
import { fail } from '../../errors/dvm-error.ts'
import { isBearer } from './bearer.ts'
import { isSafe } from './is-safe.ts'

export interface CsrfParts {
  /** Safe requests to these paths may call `request.csrfToken()`; other safe ones cost nothing. */
  readonly tokenPaths: readonly string[]
}

/**
 * Synchronizer token, by csurf in session mode: a request that changes something must carry the token of its own
 * session in header X-CSRF-Token. The header only: a token in a query ends up in logs, one in a body can be sent by a
 * plain form. A request with an API token needs none: no browser adds that header by itself.
 */
export function csrf({ tokenPaths }: CsrfParts): RequestHandler {
  const tokens = csurf({ value: (request) => request.get('X-CSRF-Token') ?? '' })
  return (request, response, next) => {
    const wanted = !isSafe(request.method) || tokenPaths.includes(request.path)
    if (isBearer(request) || !wanted) return next()
    // csurf would begin a session for it, in vain: a row for each of a stranger's requests.
    if (!isSafe(request.method) && request.session.csrfSecret === undefined) return next(fail('CSRF_INVALID', {}))
    tokens(request, response, next)
  }
}
