import type { Response } from 'express'
import type { Identity } from '../../model/identity.ts'

const KEY = 'identity'

/** Set by the guard that authenticates, and by nothing else. */
export function setIdentity(response: Response, identity: Identity): void {
  response.locals[KEY] = identity
}

/** Who sent the request; null where nobody is known. */
export function identityOf(response: Response): Identity | null {
  return (response.locals[KEY] as Identity | undefined) ?? null
}
