import type { RequestHandler } from 'express'
import expressSession, { type Store } from 'express-session'
import type { ServerSettings } from '../../model/server-settings.ts'
import { sessionCookie } from '../session/session-cookie.ts'
import { isBearer } from './bearer.ts'
import { isSafe } from './is-safe.ts'

/** Long enough to fetch a token and to sign in with it. */
const ANONYMOUS_MS = 10 * 60 * 1000

export interface SessionParts {
  readonly store: Store
  /** Signs the cookies; the same for all instances. */
  readonly secret: string
  readonly server: ServerSettings
  /** Safe requests to these paths get a session though they bring none; other safe ones cost nothing. */
  readonly tokenPaths: readonly string[]
}

/** Lends the session that the cookie names. Requests with an API token have none: nothing a browser adds speaks for them. */
export function session({ store, secret, server, tokenPaths }: SessionParts): RequestHandler {
  const { name, options } = sessionCookie(server)
  const lend = expressSession({
    name,
    secret,
    store,
    resave: false,
    saveUninitialized: false,
    rolling: true,
    // Whether HTTPS ends at a proxy is known by the address we are called by.
    ...(options.secure === true && server.tls === null ? { proxy: true } : {}),
    cookie: { ...options, secure: options.secure === true, maxAge: ANONYMOUS_MS },
  })
  return (request, response, next) => {
    const brought = request.headers.cookie?.includes(`${name}=`) ?? false
    const wanted = brought || !isSafe(request.method) || tokenPaths.includes(request.path)
    if (isBearer(request) || !wanted) return next()
    lend(request, response, next)
  }
}
