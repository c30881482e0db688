import type { Client } from '../database/database.ts'
import { invalid } from './account-rules.ts'

/** Of one user, that may be used; and as many again that are over, to be looked at. */
const MOST = 100

const LOCK = 'SELECT FROM dvm.user_account WHERE id = $1 FOR NO KEY UPDATE'
const COUNT = `
  SELECT count(*)::int AS count FROM dvm.api_token WHERE owner_id = $1 AND revoked_at IS NULL AND expires_at > $2`
const FORGET = `
  DELETE FROM dvm.api_token WHERE id IN (
    SELECT id FROM dvm.api_token WHERE owner_id = $1 AND (revoked_at IS NOT NULL OR expires_at <= $2)
    ORDER BY created_at DESC, id OFFSET $3)`

/**
 * Keeps the tokens of a user to a number that can be looked through, and that nobody can fill a table with: the oldest of
 * those that are over are forgotten. Fails with ACCOUNT_INVALID where as many can be used as one may have. In a transaction.
 */
export async function makeRoomForToken(client: Client, ownerId: string, now: Date): Promise<void> {
  await client.query({ text: LOCK, values: [ownerId] })
  const { rows } = await client.query<{ count: number }>({ text: COUNT, values: [ownerId, now] })
  if ((rows[0]?.count ?? 0) >= MOST) throw invalid(`a user has ${MOST} tokens at most; revoke one that nobody uses`)
  await client.query({ text: FORGET, values: [ownerId, now, MOST] })
}
