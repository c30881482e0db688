import type { Client } from '../database/database.ts'

/** One statement: of two uses at once, over however many instances, one inserts. What is over goes on the way. */
const USE = `
  WITH swept AS (DELETE FROM dvm.openid_attempt WHERE expires_at < $3)
  INSERT INTO dvm.openid_attempt (attempt, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING`

/** Notes that a sign-in at a provider has come back; false where it had before. */
export async function useAttempt(
  client: Client,
  attempt: { readonly digest: Buffer; readonly expiresAt: Date },
  now: Date,
): Promise<boolean> {
  const { rowCount } = await client.query({ text: USE, values: [attempt.digest, attempt.expiresAt, now] })
  return rowCount === 1
}
