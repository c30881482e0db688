import { requireUser } from '../account/read-users.ts'
import { forgetFailures } from '../account/sign-in-attempt.ts'
import type { User, UserRef } from '../model/account.ts'
import type { Manager } from './manager.ts'

/** Forgets failed sign-ins, so that the next is looked at. Fails with USER_NOT_FOUND. */
export function unlockUser({ database }: Manager, ref: UserRef): Promise<User> {
  return database.withClient(async (client) => {
    const { id } = await requireUser(client, ref)
    await forgetFailures(client, id)
    return requireUser(client, { id })
  })
}
