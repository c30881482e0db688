import { hashPassword } from '../account/password-hash.ts'
import { requireStrongPassword } from '../account/password-rules.ts'
import { requireUser } from '../account/read-users.ts'
import { withAccountLock } from '../account/with-account-lock.ts'
import { updatePassword } from '../account/write-users.ts'
import type { User, UserRef } from '../model/account.ts'
import type { Manager } from './manager.ts'

/**
 * Gives a user a password, and ends all sessions and any lock; null takes the password away, where OpenID lets the user in.
 * Fails with USER_NOT_FOUND, PASSWORD_WEAK and LAST_ADMIN.
 */
export async function setPassword({ database, clock }: Manager, ref: UserRef, password: string | null): Promise<User> {
  const user = await database.withClient((client) => requireUser(client, ref))
  const hash = password === null ? null : await hashPassword(requireStrongPassword(user.name, password))
  return withAccountLock(database, async (client) => {
    const { id } = await requireUser(client, { id: user.id })
    await updatePassword(client, id, hash, clock.now())
    return requireUser(client, { id })
  })
}
