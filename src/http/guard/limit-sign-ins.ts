import type { Response } from 'express'
import { callerKey, type Limits } from '../limit/limits.ts'
import { tellStanding } from '../limit/standing.ts'
import { identityOf } from './identity-of.ts'

/**
 * Counts an attempt to prove who one is, which is given back if it succeeds: an office behind one address signs in as it
 * likes, and guesses run out, for whatever accounts and from however many sessions. RATE_LIMITED.
 */
export async function useSignIn({ signIns }: Limits, response: Response): Promise<void> {
  const key = callerKey(response, identityOf(response))
  setKey(response, key)
  for (const limiter of signIns) tellStanding(response, limiter.rule.name, await limiter.use(key))
}

/** The attempt was none of the bad ones. */
export async function giveSignInBack({ signIns }: Limits, response: Response): Promise<void> {
  const key = response.locals[KEY] as string
  await Promise.all(signIns.map((limiter) => limiter.giveBack(key)))
}

const KEY = 'signInKey'

/** Whoever signs in is somebody else afterwards. */
function setKey(response: Response, key: string): void {
  response.locals[KEY] = key
}
