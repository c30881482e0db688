import type { Database } from '../database/database.ts'
import { withTransaction } from '../database/with-transaction.ts'
import { fail } from '../errors/dvm-error.ts'
import { inTurn, waitingFor } from '../kit/in-turn.ts'
import type { SignedIn } from '../model/account.ts'
import { DECOY_HASH, hashPassword, isOutdated, matchesHash, passwordsWaiting } from './password-hash.ts'
import { isLongerThanAny, normalizedPassword } from './password-rules.ts'
import { findSignedIn } from './read-users.ts'
import { openAttempt, settleAttempt } from './sign-in-attempt.ts'

/** Some ten seconds of work: who comes then is sent away rather than kept, his connection and memory with him. */
const MOST_WAITING = 64
const MOST_WAITING_OF_ONE = 24
const WAIT_S = 5

/**
 * Who the user is now, or null: the same work and the same answer for a wrong password, a name nobody has, and an account that
 * is locked, disabled or without password. No connection is held while scrypt works.
 * Fails with RATE_LIMITED, before anything is counted, where too many others wait.
 */
export async function checkPassword(
  database: Database,
  { name, password }: { readonly name: string; readonly password: string },
  now: () => Date,
): Promise<SignedIn | null> {
  const line = `sign-in ${name.toLowerCase()}`
  if (passwordsWaiting() >= MOST_WAITING || waitingFor(line) >= MOST_WAITING_OF_ONE) {
    throw fail('RATE_LIMITED', { seconds: WAIT_S })
  }
  // One after another: somebody who signs in six times at once with the right password is not locked out by himself.
  return inTurn(line, 1, async () => {
    const attempt = await database.withClient((client) => openAttempt(client, name, now()))
    const possible = isLongerThanAny(password) ? '' : normalizedPassword(password)
    const matches = await matchesHash(possible, attempt?.passwordHash ?? DECOY_HASH)
    if (attempt === null || !matches) return null
    const rehashed = isOutdated(attempt.passwordHash) ? await hashPassword(possible) : null
    return database.withClient((client) =>
      // The row stays locked until the epoch is read: a session begun with the old password is not one of the new.
      withTransaction(client, async () => {
        if (!(await settleAttempt(client, attempt, rehashed))) return null
        return findSignedIn(client, { id: attempt.userId })
      }),
    )
  })
}
