import type { User } from '../../model/account.ts'
import type { Output } from '../output.ts'
import { formatGrants } from './format-users.ts'
import { visible } from './visible.ts'

/** What was done with a user, and the roles the user has now. */
export function formatUserChange(what: string, user: User, { paint }: Output): string {
  return `${paint.good('done')}: ${visible(`${user.name} ${what}; roles: ${formatGrants(user.grants)}`)}\n`
}
