import { requireUser } from '../account/read-users.ts'
import { withAccountLock } from '../account/with-account-lock.ts'
import { deleteUser } from '../account/write-users.ts'
import type { User, UserRef } from '../model/account.ts'
import type { Manager } from './manager.ts'

/** Removes a user with roles and tokens, and tells who it was. Fails with USER_NOT_FOUND and LAST_ADMIN. */
export function removeUser({ database }: Manager, ref: UserRef): Promise<User> {
  return withAccountLock(database, async (client) => {
    const user = await requireUser(client, ref)
    await deleteUser(client, user.id)
    return user
  })
}
