import { checkAccountName, checkGrants, checkLabel, checkOpenId } from '../account/account-rules.ts'
import { requireUser } from '../account/read-users.ts'
import { withAccountLock } from '../account/with-account-lock.ts'
import { endSessionsOf, replaceGrants, updateUser } from '../account/write-users.ts'
import type { Grant, OpenIdSubject, User, UserRef } from '../model/account.ts'
import type { Manager } from './manager.ts'

/** What is not given stays as it is; null takes it away. */
export interface ChangeUser {
  readonly name?: string
  readonly displayName?: string | null
  readonly openId?: OpenIdSubject | null
  readonly disabled?: boolean
  /** All roles from now on. */
  readonly grants?: readonly Grant[] | ((before: readonly Grant[]) => readonly Grant[])
  /** Signs out everywhere. */
  readonly endSessions?: boolean
}

/** Fails with USER_NOT_FOUND, USER_EXISTS, ACCOUNT_INVALID and LAST_ADMIN. Disabling ends every session and stops every token. */
export async function changeUser({ database, clock }: Manager, ref: UserRef, change: ChangeUser): Promise<User> {
  const { name, displayName, openId, disabled, grants, endSessions = false } = change
  if (name !== undefined) checkAccountName(name)
  if (displayName) checkLabel('a display name', displayName)
  if (openId) checkOpenId(openId)
  return withAccountLock(database, async (client) => {
    const before = await requireUser(client, ref)
    await updateUser(
      client,
      before.id,
      { name, displayName: displayName === '' ? null : displayName, openId, disabled },
      clock.now(),
    )
    if (grants !== undefined) {
      const after = typeof grants === 'function' ? grants(before.grants) : grants
      checkGrants(after)
      await replaceGrants(client, before.id, after)
    }
    if (endSessions) await endSessionsOf(client, before.id)
    return requireUser(client, { id: before.id })
  })
}
