import { requireUser as requireUserOf } from '../account/read-users.ts'
import type { User, UserRef } from '../model/account.ts'
import type { Manager } from './manager.ts'

/** One user. Fails with USER_NOT_FOUND. */
export function requireUser({ database }: Manager, ref: UserRef): Promise<User> {
  return database.withClient((client) => requireUserOf(client, ref))
}
