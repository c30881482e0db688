import type { RequestHandler } from 'express'
import { callerKey, type Limits } from '../limit/limits.ts'
import { tellStanding } from '../limit/standing.ts'
import { identityOf } from './identity-of.ts'

const PROBES = new Set(['/livez', '/readyz'])

/** Refuses who asks too often, whatever network they come from. RATE_LIMITED. */
export function limitIdentities({ identities }: Limits): RequestHandler {
  return (request, response, next) => {
    const key = callerKey(response, identityOf(response))
    if (!PROBES.has(request.path)) tellStanding(response, identities.rule.name, identities.use(key))
    next()
  }
}
