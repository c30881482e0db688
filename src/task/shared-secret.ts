import { requireSharedSecret } from '../account/shared-secret.ts'
import type { Manager } from './manager.ts'

/** 32 random bytes that every instance has in common, made once for each name: what sessions are signed with, say. */
export function sharedSecret({ database, clock }: Manager, name: string): Promise<Buffer> {
  return database.withClient((client) => requireSharedSecret(client, name, clock.now()))
}
