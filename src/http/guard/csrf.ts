import { randomBytes } from 'node:crypto'
import csurf from 'csurf'
import type { RequestHandler } from 'express'
import session from 'express-session'
import { BoundedSessionStore } from './bounded-session-store.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE'])
const SESSION_MS = 8 * 60 * 60 * 1000

export interface CsrfParts {
  /** Safe requests to these paths get a session and may call `request.csrfToken()`; other safe ones cost nothing. */
  readonly tokenPaths: readonly string[]
}

/**
 * Synchronizer token, by csurf in session mode: a request that changes something must carry the token of its own
 * session in header X-CSRF-Token. The header only: a token in a query ends up in logs, one in a body can be sent by a
 * plain form. Sessions live in memory and die with the process.
 */
export function csrf(parts: CsrfParts): RequestHandler[] {
  const sessions = session({
    name: 'dvm.session',
    secret: randomBytes(32).toString('hex'),
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'strict', path: '/', maxAge: SESSION_MS },
    store: new BoundedSessionStore({ sessions: 1_000, milliseconds: SESSION_MS }),
  })
  const tokens = csurf({ value: (request) => request.get('X-CSRF-Token') ?? '' })
  const wanted = (handler: RequestHandler): RequestHandler => {
    return (request, response, next) => {
      if (SAFE.has(request.method) && !parts.tokenPaths.includes(request.path)) return next()
      handler(request, response, next)
    }
  }
  return [wanted(sessions), wanted(tokens)]
}
