import type { CookieOptions, Request } from 'express'
import type { ServerSettings } from '../../model/server-settings.ts'
import { OPENID_CALLBACK } from '../contract/openid-routes.ts'
import { sessionCookie } from '../session/session-cookie.ts'

export const ATTEMPT_MS = 10 * 60 * 1000

export interface AttemptCookie {
  readonly name: string
  readonly options: CookieOptions
}

/**
 * The cookie of a sign-in that is under way. The session's own is SameSite=Strict, and so does not come along when the
 * provider sends the browser back; this one does, to the one path that looks at it.
 */
export function attemptCookie(server: ServerSettings): AttemptCookie {
  const secure = sessionCookie(server).options.secure === true
  return {
    name: secure ? '__Secure-dvm.openid' : 'dvm.openid',
    options: { httpOnly: true, sameSite: 'lax', path: OPENID_CALLBACK, secure },
  }
}

/** The value that the browser sent; null where it sent none. */
export function readAttemptCookie(request: Request, { name }: AttemptCookie): string | null {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? null
}
