import type { RequestHandler } from 'express'
import { fail } from '../../errors/dvm-error.ts'

/** Names under which a loopback server is called. */
export const LOOPBACK_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

const PROBES = new Set(['/livez', '/readyz'])

/**
 * Answers only to the given host names, whatever the port. Without it, a page whose DNS name is rebound to 127.0.0.1
 * could read this server as its own origin. `'any'` is for a server that its owner has put on a network address. Probes
 * are answered under any name: orchestrators send them to a bare address, and they tell nothing.
 */
export function allowedHosts(hosts: readonly string[] | 'any'): RequestHandler {
  return (request, _response, next) => {
    if (hosts === 'any' || PROBES.has(request.path) || hosts.includes(hostName(request.headers.host ?? '')))
      return next()
    next(fail('HOST_REFUSED', {}))
  }
}

function hostName(header: string): string {
  return header.toLowerCase().replace(/:\d{1,5}$/, '')
}
