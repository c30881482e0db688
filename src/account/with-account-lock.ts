import type { Client, Database } from '../database/database.ts'
import { withTransaction } from '../database/with-transaction.ts'
import { fail } from '../errors/dvm-error.ts'

/** Key of the advisory lock that keeps changes of accounts apart; lock-keys.ts has the class of histories. */
const LOCK = 'SELECT pg_advisory_xact_lock(6583918, 1)'

const CAN_SIGN_IN = 'disabled_at IS NULL AND (password_hash IS NOT NULL OR openid_subject IS NOT NULL)'

/**
 * Runs a change of users in a transaction, one at a time over all instances. Fails with LAST_ADMIN, and changes nothing,
 * where there was an administrator of all targets who can sign in, and there would be none.
 */
export function withAccountLock<T>(database: Database, use: (client: Client) => Promise<T>): Promise<T> {
  return database.withClient((client) =>
    withTransaction(client, async () => {
      await client.query(LOCK)
      const before = await hasAdmin(client)
      const result = await use(client)
      if (before && !(await hasAdmin(client))) throw fail('LAST_ADMIN', {})
      return result
    }),
  )
}

/** Whether anybody who can sign in administers all targets. Others do not count: nobody could give them more. */
export function hasAdmin(client: Client): Promise<boolean> {
  return isTrue(
    client,
    `SELECT EXISTS (
       SELECT FROM dvm.user_account JOIN dvm.user_grant ON user_id = id
       WHERE role = 'admin' AND target = '*' AND ${CAN_SIGN_IN}) AS found`,
  )
}

async function isTrue(client: Client, text: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(text)
  return rows[0]?.found === true
}
