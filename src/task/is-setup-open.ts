import { hasUsers } from '../account/with-account-lock.ts'
import type { Manager } from './manager.ts'

/** Whether the first administrator is still to be made: nobody can sign in yet. */
export async function isSetupOpen({ database }: Manager): Promise<boolean> {
  return !(await database.withClient(hasUsers))
}
