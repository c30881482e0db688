import { readUsers } from '../account/read-users.ts'
import type { User } from '../model/account.ts'
import type { Manager } from './manager.ts'

/** All users, by name. */
export function listUsers({ database }: Manager): Promise<readonly User[]> {
  return database.withClient(readUsers)
}
