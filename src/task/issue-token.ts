import { checkLabel, checkScopes, checkTargetName, checkTokenDays, invalid } from '../account/account-rules.ts'
import { makeRoomForToken } from '../account/make-room-for-token.ts'
import { findToken } from '../account/read-tokens.ts'
import { requireUser } from '../account/read-users.ts'
import { createTokenText } from '../account/token-text.ts'
import { insertToken } from '../account/write-tokens.ts'
import { withTransaction } from '../database/with-transaction.ts'
import { fail } from '../errors/dvm-error.ts'
import { type IssuedToken, TOKEN_DAYS, type User, type UserRef } from '../model/account.ts'
import { EVERY_TARGET, PERMISSIONS_OF, type Permission } from '../model/identity.ts'
import type { Manager } from './manager.ts'

export interface IssueToken {
  /** What it is for. */
  readonly name: string
  readonly scopes: readonly Permission[]
  /** The one target it is to be good for. */
  readonly target?: string | null
  readonly days?: number
}

const DAY_MS = 86_400_000

/**
 * Makes a token that speaks for the user, within the scopes and never beyond what his roles allow when it is used. The
 * secret is told here and nowhere else. Fails with USER_NOT_FOUND, and with ACCOUNT_INVALID where a scope is one that no
 * role of the user has, or the user has very many tokens.
 */
export async function issueToken(
  { database, clock }: Manager,
  owner: UserRef,
  given: IssueToken,
): Promise<IssuedToken> {
  const { name, target = null, days = TOKEN_DAYS.usual } = given
  checkLabel("a token's name", name)
  checkScopes(given.scopes)
  checkTokenDays(days)
  if (target !== null) checkTargetName(target)
  const token = createTokenText()
  const now = clock.now()
  return database.withClient((client) =>
    withTransaction(client, async () => {
      const user = await requireUser(client, owner)
      const scopes = [...new Set(given.scopes)]
      refuseBeyond(user, scopes, target)
      await makeRoomForToken(client, user.id, now)
      const expiresAt = new Date(now.getTime() + days * DAY_MS)
      const id = await insertToken(client, token, { ownerId: user.id, name, scopes, target, expiresAt }, now)
      const details = await findToken(client, id, user.id)
      if (details === null) throw fail('TOKEN_NOT_FOUND', {})
      return { ...details, token }
    }),
  )
}

function refuseBeyond(user: User, scopes: readonly Permission[], target: string | null): void {
  const there = user.grants.filter((grant) => target === null || [EVERY_TARGET, target].includes(grant.target))
  const had = new Set(there.flatMap(({ role }) => PERMISSIONS_OF[role]))
  const beyond = scopes.filter((scope) => !had.has(scope))
  if (beyond.length > 0) throw invalid(`${user.name} has no role there that allows ${beyond.join(', ')}`)
}
