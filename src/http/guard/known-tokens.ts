import { createHash } from 'node:crypto'
import type { Identity } from '../../model/identity.ts'
import { identifyToken } from '../../task/identify-token.ts'
import type { Manager } from '../../task/manager.ts'

const KEPT_MS = 2_000
const MOST = 1_000

/** Whom tokens speak for, remembered for two seconds: so long a revoked one may still be taken. */
export function knownTokens(manager: Manager): (token: string) => Promise<Identity | null> {
  const known = new Map<string, { readonly identity: Promise<Identity | null>; readonly until: number }>()
  return (token) => {
    const now = performance.now()
    const key = createHash('sha256').update(token).digest('base64')
    const found = known.get(key)
    if (found !== undefined && found.until > now) return found.identity
    const identity = identifyToken(manager, token)
    // What failed, or is no token, is asked again: else strangers could fill the memory with guesses.
    const forget = (): void => void known.delete(key)
    identity.then((who) => who ?? forget(), forget)
    known.delete(key)
    known.set(key, { identity, until: now + KEPT_MS })
    const [oldest] = known.keys()
    if (oldest !== undefined && known.size > MOST) known.delete(oldest)
    return identity
  }
}
