import { hasAdmin } from '../account/with-account-lock.ts'
import type { Manager } from './manager.ts'

/** Whether the first administrator is still to be made. */
export async function isSetupOpen({ database }: Manager): Promise<boolean> {
  return !(await database.withClient(hasAdmin))
}
