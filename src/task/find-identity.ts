import { findSignedIn } from '../account/read-users.ts'
import type { SignedIn } from '../model/account.ts'
import type { Manager } from './manager.ts'

/** What the user of a session may do now, and the epoch its session must be of; null where he is disabled or removed. */
export function findIdentity({ database }: Manager, userId: string): Promise<SignedIn | null> {
  return database.withClient((client) => findSignedIn(client, { id: userId }))
}
