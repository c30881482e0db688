import type { RequestHandler } from 'express'
import { type Limits, networkKey } from '../limit/limits.ts'
import { tellStanding } from '../limit/standing.ts'

/** Asked by balancers, and by orchestrators before they restart a server: refused, it would be restarted for being busy. */
const PROBES = new Set(['/livez', '/readyz'])

/** Refuses networks that send too much, before a token or a session is looked up. RATE_LIMITED. */
export function limitAddresses({ addresses }: Limits): RequestHandler {
  return (request, response, next) => {
    if (!PROBES.has(request.path)) tellStanding(response, addresses.rule.name, addresses.use(networkKey(response)))
    next()
  }
}
