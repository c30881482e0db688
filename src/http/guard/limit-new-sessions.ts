import type { RequestHandler } from 'express'
import { type Limits, networkKey } from '../limit/limits.ts'
import { tellStanding } from '../limit/standing.ts'
import { isSafe } from './is-safe.ts'

/**
 * Refuses networks that begin too many sessions, each of which is a row that stays for minutes; only safe requests to
 * `tokenPaths` begin one. To stand behind the guard that lends sessions. RATE_LIMITED.
 */
export function limitNewSessions({ sessions }: Limits, tokenPaths: readonly string[]): RequestHandler {
  return async ({ session, method, path }, response, next) => {
    const isNew = session !== undefined && session.csrfSecret === undefined && session.userId === undefined
    if (isNew && isSafe(method) && tokenPaths.includes(path)) {
      tellStanding(response, sessions.rule.name, await sessions.use(networkKey(response)))
    }
    next()
  }
}
