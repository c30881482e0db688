import { checkAccountName, checkGrants, checkLabel, checkOpenId } from '../account/account-rules.ts'
import { hashPassword } from '../account/password-hash.ts'
import { requireStrongPassword } from '../account/password-rules.ts'
import { requireUser } from '../account/read-users.ts'
import { withAccountLock } from '../account/with-account-lock.ts'
import { insertUser } from '../account/write-users.ts'
import type { Grant, OpenIdSubject, User } from '../model/account.ts'
import type { Manager } from './manager.ts'

export interface CreateUser {
  readonly name: string
  readonly displayName?: string | null
  /** Without one only OpenID lets the user in. */
  readonly password?: string | null
  readonly openId?: OpenIdSubject | null
  readonly grants: readonly Grant[]
}

/** Fails with ACCOUNT_INVALID, PASSWORD_WEAK and USER_EXISTS. */
export async function createUser({ database, clock }: Manager, given: CreateUser): Promise<User> {
  const { name, displayName = null, password = null, openId = null, grants } = given
  checkAccountName(name)
  if (displayName !== null) checkLabel('a display name', displayName)
  if (openId !== null) checkOpenId(openId)
  checkGrants(grants)
  const passwordHash = password === null ? null : await hashPassword(requireStrongPassword(name, password))
  return withAccountLock(database, async (client) => {
    const id = await insertUser(client, { name, displayName, passwordHash, openId, grants }, clock.now())
    return requireUser(client, { id })
  })
}
