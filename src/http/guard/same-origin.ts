import type { Request, RequestHandler } from 'express'
import { fail } from '../../errors/dvm-error.ts'
import { isSafe } from './is-safe.ts'

/**
 * Refuses what another site's page sends, by what browsers themselves say: `Sec-Fetch-Site`, and `Origin` where there is
 * one. A link from elsewhere may lead here; nothing else may. Programs send neither header.
 */
export function sameOrigin(publicUrl: string | null): RequestHandler {
  return (request, _response, next) => {
    next(isForeign(request, publicUrl) ? fail('ORIGIN_REFUSED', {}) : undefined)
  }
}

function isForeign(request: Request, publicUrl: string | null): boolean {
  const { origin } = request.headers
  const site = request.get('Sec-Fetch-Site')
  const isLink = isSafe(request.method) && request.get('Sec-Fetch-Mode') === 'navigate'
  if (site === 'cross-site' || site === 'same-site') return !isLink
  if (origin === undefined || isSafe(request.method)) return false
  const own = [
    `${request.protocol}://${request.headers.host ?? ''}`,
    ...(publicUrl === null ? [] : [originOf(publicUrl)]),
  ]
  return !own.includes(origin)
}

function originOf(url: string): string {
  return new URL(url).origin
}
