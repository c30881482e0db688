import type { Client } from '../database/database.ts'
import { sha256 } from '../kit/digest.ts'

/** An attempt that was let in: it counts as failed until `settleAttempt`. */
export interface Attempt {
  readonly userId: string
  readonly passwordHash: string
}

/** So many failures in a row cost nothing; then the wait doubles from 1 s to 15 min. */
export const FREE_FAILURES = 5
const LONGEST_WAIT_S = 900

/**
 * One statement, and so one round trip and one commit, whoever has the name: what matches no user that may sign in now
 * writes a decoy, one of 256 rows, so that the time tells nothing and guessed names fill no table.
 */
const OPEN = `
  WITH opened AS (
    UPDATE dvm.user_account
    SET failed_sign_ins = failed_sign_ins + 1,
        locked_until = CASE WHEN failed_sign_ins + 1 < ${FREE_FAILURES} THEN NULL ELSE
          $2::timestamptz
            + least(power(2, least(failed_sign_ins + 1 - ${FREE_FAILURES}, 16)), ${LONGEST_WAIT_S}) * interval '1 second' END
    WHERE lower(name COLLATE "C") = lower($1::text COLLATE "C")
      AND password_hash IS NOT NULL AND disabled_at IS NULL
      AND (locked_until IS NULL OR locked_until <= $2)
    RETURNING id, password_hash
  ), decoy AS (
    INSERT INTO dvm.sign_in_decoy AS decoy (bucket, attempts)
    SELECT $3, 1 WHERE NOT EXISTS (SELECT FROM opened)
    ON CONFLICT (bucket) DO UPDATE SET attempts = decoy.attempts + 1
  )
  SELECT id::text AS user_id, password_hash FROM opened`

/**
 * Lets an attempt in, and counts it before anybody looks at the password: of guesses sent at once, over however many
 * instances, no more get through than of guesses one after another. Null where the name has no user with a password, or
 * one who is disabled or locked.
 */
export async function openAttempt(client: Client, name: string, now: Date): Promise<Attempt | null> {
  const clean = name.replaceAll('\0', '')
  const bucket = Number.parseInt(sha256(clean.toLowerCase()).slice(0, 2), 16)
  const { rows } = await client.query<{ user_id: string; password_hash: string }>({
    text: OPEN,
    values: [clean === name ? name : '', now, bucket],
  })
  const row = rows[0]
  return row === undefined ? null : { userId: row.user_id, passwordHash: row.password_hash }
}

/**
 * The password was right: nothing has failed. False where the password was changed, or the user disabled, meanwhile.
 * `rehashed` takes the place of a hash that was made with less work.
 */
export async function settleAttempt(
  client: Client,
  { userId, passwordHash }: Attempt,
  rehashed: string | null,
): Promise<boolean> {
  const text = `
    UPDATE dvm.user_account SET failed_sign_ins = 0, locked_until = NULL, password_hash = coalesce($3, password_hash)
    WHERE id = $1 AND password_hash = $2 AND disabled_at IS NULL`
  const { rowCount } = await client.query({ text, values: [userId, passwordHash, rehashed] })
  return rowCount === 1
}

/** An administrator's word that it was no guessing. */
export async function forgetFailures(client: Client, userId: string): Promise<void> {
  const text = 'UPDATE dvm.user_account SET failed_sign_ins = 0, locked_until = NULL WHERE id = $1'
  await client.query({ text, values: [userId] })
}
