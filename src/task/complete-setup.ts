import { checkAccountName } from '../account/account-rules.ts'
import { hashPassword } from '../account/password-hash.ts'
import { requireStrongPassword } from '../account/password-rules.ts'
import { requireUser } from '../account/read-users.ts'
import { isSetupCode, useSetupCode } from '../account/setup-code.ts'
import { hasAdmin, withAccountLock } from '../account/with-account-lock.ts'
import { insertUser } from '../account/write-users.ts'
import type { Client } from '../database/database.ts'
import { fail } from '../errors/dvm-error.ts'
import type { User } from '../model/account.ts'
import { EVERY_TARGET } from '../model/identity.ts'
import type { Manager } from './manager.ts'

/**
 * Makes the first administrator, of all targets, once. Fails with SETUP_REFUSED where the code is not the one, or is used
 * or too old, or there is one already; ACCOUNT_INVALID, PASSWORD_WEAK and USER_EXISTS leave the code good.
 */
export async function completeSetup(
  { database, clock }: Manager,
  { code, name, password }: { readonly code: string; readonly name: string; readonly password: string },
): Promise<User> {
  const requireOpen = async (client: Client): Promise<void> => {
    if (!(await isSetupCode(client, code, clock.now())) || (await hasAdmin(client))) throw fail('SETUP_REFUSED', {})
  }
  // Asked twice: strangers without the code shall not have us work for them.
  await database.withClient(requireOpen)
  checkAccountName(name)
  const passwordHash = await hashPassword(requireStrongPassword(name, password))
  return withAccountLock(database, async (client) => {
    await requireOpen(client)
    const now = clock.now()
    const grants = [{ target: EVERY_TARGET, role: 'admin' as const }]
    const id = await insertUser(client, { name, displayName: null, passwordHash, openId: null, grants }, now)
    await useSetupCode(client, now)
    return requireUser(client, { id })
  })
}
