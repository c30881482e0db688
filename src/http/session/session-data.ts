import type { Request } from 'express'
import { fail } from '../../errors/dvm-error.ts'
import type { SignedIn } from '../../model/account.ts'

declare module 'express-session' {
  interface SessionData {
    /** Who signed in; a session without one is there for its CSRF token only. */
    userId?: string
    /** The user's, when the session began. */
    epoch?: number
    /** Milliseconds since 1970. */
    signedInAt?: number
    /** The same of the last request that somebody made, to the minute; what the page asks by itself is none. */
    lastUsedAt?: number
    /** Where csurf keeps what its tokens are made of; a session without one was never handed out. */
    csrfSecret?: string
  }
}

/** Fails with REQUEST_INVALID where there is none to begin: one is not lent to who brings an API token. */
export function requireSession(request: Request): void {
  if (request.session !== undefined) return
  throw fail('REQUEST_INVALID', { detail: 'header Authorization: this is for people, who sign in without it' })
}

/** Begins a session for somebody who has just proved who he is, under a new id: one that was planted before is worthless. */
export async function beginSession(
  request: Request,
  { identity, sessionEpoch }: SignedIn,
  idleMs: number,
): Promise<void> {
  await replaceSession(request)
  const now = Date.now()
  Object.assign(request.session, { userId: identity.id, epoch: sessionEpoch, signedInAt: now, lastUsedAt: now })
  request.session.cookie.maxAge = idleMs
}

/** Ends the session, here and in the store, and lends an empty one in its place, which is kept if something is put in. */
export async function replaceSession(request: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    request.session.regenerate((error: unknown) => (error ? reject(error) : resolve()))
  })
}

/** Ends the session here and in the store. */
export async function endSession(request: Request): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    if (request.session === undefined) return resolve()
    request.session.destroy((error: unknown) => (error ? reject(error) : resolve()))
  })
}
