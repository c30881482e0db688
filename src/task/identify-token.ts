import { findTokenIdentity } from '../account/read-tokens.ts'
import { isTokenText, tokenHash } from '../account/token-text.ts'
import type { Identity } from '../model/identity.ts'
import type { Manager } from './manager.ts'

/**
 * Whom an API token speaks for; null where it is none, over, revoked, or its owner may not sign in. One indexed statement,
 * none for what is no token of ours at all; who calls it often may keep the answer for a few seconds.
 */
export async function identifyToken({ database, clock }: Manager, text: string): Promise<Identity | null> {
  if (!isTokenText(text)) return null
  return database.withClient((client) => findTokenIdentity(client, tokenHash(text), clock.now()))
}
