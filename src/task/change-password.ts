import { checkPassword } from '../account/check-password.ts'
import { requireStrongPassword } from '../account/password-rules.ts'
import { findSignedIn, requireUser } from '../account/read-users.ts'
import { fail } from '../errors/dvm-error.ts'
import type { SignedIn } from '../model/account.ts'
import type { Manager } from './manager.ts'
import { setPassword } from './set-password.ts'

/**
 * A new password by the user himself, who has to know the one he has: SIGN_IN_FAILED otherwise, which counts as a failed
 * sign-in. PASSWORD_WEAK where the new one is. All sessions end but those that take on the epoch told here.
 */
export async function changePassword(
  manager: Manager,
  userId: string,
  { current, next }: { readonly current: string; readonly next: string },
): Promise<SignedIn> {
  const { database, clock } = manager
  const { name } = await database.withClient((client) => requireUser(client, { id: userId }))
  requireStrongPassword(name, next)
  if ((await checkPassword(database, { name, password: current }, () => clock.now())) === null) {
    throw fail('SIGN_IN_FAILED', {})
  }
  await setPassword(manager, { id: userId }, next)
  const signedIn = await database.withClient((client) => findSignedIn(client, { id: userId }))
  if (signedIn === null) throw fail('SIGN_IN_FAILED', {})
  return signedIn
}
