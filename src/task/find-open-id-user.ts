import { findUserByOpenId } from '../account/read-users.ts'
import type { OpenIdSubject, User } from '../model/account.ts'
import type { Manager } from './manager.ts'

/** The user whom an OpenID provider means, disabled ones as well, or null. */
export function findOpenIdUser({ database }: Manager, who: OpenIdSubject): Promise<User | null> {
  return database.withClient((client) => findUserByOpenId(client, who))
}
