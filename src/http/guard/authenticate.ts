import type { Request, RequestHandler, Response } from 'express'
import { fail } from '../../errors/dvm-error.ts'
import type { ServerSettings } from '../../model/server-settings.ts'
import { findIdentity } from '../../task/find-identity.ts'
import type { Manager } from '../../task/manager.ts'
import { type Limits, networkKey } from '../limit/limits.ts'
import { tellStanding } from '../limit/standing.ts'
import { replaceSession } from '../session/session-data.ts'
import { bearerOf, isBearer } from './bearer.ts'
import { setIdentity } from './identity-of.ts'
import { knownTokens } from './known-tokens.ts'

/** How exactly the last use of a session is kept: each change is a write. */
const NOTED_MS = 60_000

/**
 * Finds out who asks: by an API token, or by the session. A token that is none is refused here (SIGN_IN_REQUIRED); a
 * session that is over, by time or because its user was disabled or got a new password, is ended, and nobody is known.
 * A network that sends many tokens that are none gets RATE_LIMITED for all it sends with a token.
 */
export function authenticate(manager: Manager, server: ServerSettings, limits: Limits | null): RequestHandler {
  const identify = knownTokens(manager)
  return async (request, response, next) => {
    if (isBearer(request)) {
      const badTokens = limits?.badTokens ?? null
      const standing = badTokens?.standing(networkKey(response))
      if (badTokens !== null && standing?.refused) tellStanding(response, badTokens.rule.name, standing)
      const token = bearerOf(request)
      const identity = token === null ? null : await identify(token)
      if (identity === null) {
        await limits?.badTokens.use(networkKey(response))
        response.setHeader('WWW-Authenticate', 'Bearer realm="dvm", error="invalid_token"')
        throw fail('SIGN_IN_REQUIRED', {})
      }
      setIdentity(response, identity)
      return next()
    }
    await fromSession(request, response, manager, server)
    next()
  }
}

async function fromSession(
  request: Request,
  response: Response,
  manager: Manager,
  server: ServerSettings,
): Promise<void> {
  const { session } = request
  if (session?.userId === undefined) return
  const now = manager.clock.now().getTime()
  const { idleMs, absoluteMs } = server.session
  const unused = now - (session.lastUsedAt ?? 0)
  const over = now - (session.signedInAt ?? 0) > absoluteMs || unused > idleMs
  const signedIn = over ? null : await findIdentity(manager, session.userId)
  if (signedIn === null || signedIn.sessionEpoch !== session.epoch) {
    await replaceSession(request)
    return
  }
  session.cookie.maxAge = idleMs
  // A page that is left open asks for health again and again: that nobody is there must not keep its session alive.
  const asked = !request.path.endsWith('/health')
  if (asked && unused > Math.min(NOTED_MS, idleMs / 4)) session.lastUsedAt = now
  setIdentity(response, signedIn.identity)
}
