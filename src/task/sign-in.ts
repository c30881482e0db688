import { checkPassword } from '../account/check-password.ts'
import { fail } from '../errors/dvm-error.ts'
import type { SignedIn } from '../model/account.ts'
import type { Manager } from './manager.ts'

/**
 * Who has that name and password. Fails with SIGN_IN_FAILED, whatever the reason; five failures in a row lock the account
 * for a second, each further one for twice as long, up to a quarter of an hour.
 * RATE_LIMITED where too many sign in at once.
 */
export async function signIn(
  { database, clock }: Manager,
  given: { readonly name: string; readonly password: string },
): Promise<SignedIn> {
  const signedIn = await checkPassword(database, given, () => clock.now())
  if (signedIn === null) throw fail('SIGN_IN_FAILED', {})
  return signedIn
}
