import { createHash } from 'node:crypto'
import { useAttempt } from '../account/open-id-attempt.ts'
import type { Manager } from './manager.ts'

/** Uses a sign-in at a provider, once over all instances; false where it was used before. */
export function useOpenIdAttempt({ database, clock }: Manager, state: string, expiresAt: Date): Promise<boolean> {
  const digest = createHash('sha256').update(state).digest()
  return database.withClient((client) => useAttempt(client, { digest, expiresAt }, clock.now()))
}
