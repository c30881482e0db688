import type { CookieOptions } from 'express'
import { isHttps, type ServerSettings } from '../../model/server-settings.ts'

export interface SessionCookie {
  readonly name: string
  readonly options: CookieOptions
}

/**
 * The cookie of the session. Over HTTPS its name has the prefix that makes browsers refuse one of another host or path
 * (RFC 6265bis, 4.1.3.2).
 */
export function sessionCookie(server: ServerSettings): SessionCookie {
  const secure = isHttps(server)
  return {
    name: secure ? '__Host-dvm.session' : 'dvm.session',
    options: { httpOnly: true, sameSite: 'strict', path: '/', secure },
  }
}
