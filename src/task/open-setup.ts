import { deleteSetupCode, replaceSetupCode } from '../account/setup-code.ts'
import { createSecret } from '../account/token-text.ts'
import { hasAdmin, withAccountLock } from '../account/with-account-lock.ts'
import type { Manager } from './manager.ts'

/**
 * The one-time code by which the first administrator is made, good for an hour; it takes the place of any earlier one, of
 * other instances as well. Null once there is one who can sign in.
 */
export function openSetup({ database, clock }: Manager): Promise<string | null> {
  return withAccountLock(database, async (client) => {
    if (await hasAdmin(client)) {
      await deleteSetupCode(client)
      return null
    }
    const code = createSecret()
    await replaceSetupCode(client, code, clock.now())
    return code
  })
}
