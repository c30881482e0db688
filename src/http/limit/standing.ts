import type { Response } from 'express'
import { fail } from '../../errors/dvm-error.ts'

/** What a caller has left of a limit. */
export interface Standing {
  readonly limit: number
  readonly windowSeconds: number
  readonly remaining: number
  /** Until the window ends and all of it is there again. */
  readonly milliseconds: number
  readonly refused: boolean
}

/**
 * Tells the standing in `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers-10, structured fields);
 * the older X-RateLimit-… names, which every service means otherwise, are not sent. Fails with RATE_LIMITED, and
 * `Retry-After`, where the limit is reached.
 */
export function tellStanding(response: Response, name: string, standing: Standing): void {
  const { limit, windowSeconds, remaining, milliseconds, refused } = standing
  const seconds = Math.max(1, Math.ceil(milliseconds / 1_000))
  response.setHeader('RateLimit-Policy', `"${name}";q=${limit};w=${windowSeconds}`)
  response.setHeader('RateLimit', `"${name}";r=${remaining};t=${seconds}`)
  if (!refused) return
  response.setHeader('Retry-After', seconds)
  throw fail('RATE_LIMITED', { seconds })
}
