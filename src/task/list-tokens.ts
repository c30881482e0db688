import { readTokens } from '../account/read-tokens.ts'
import { requireUser } from '../account/read-users.ts'
import type { ApiToken, UserRef } from '../model/account.ts'
import type { Manager } from './manager.ts'

/** Tokens of one user, or of everybody where none is given; newest first, with those that are over. */
export function listTokens({ database }: Manager, owner: UserRef | null): Promise<readonly ApiToken[]> {
  return database.withClient(async (client) =>
    readTokens(client, owner === null ? null : (await requireUser(client, owner)).id),
  )
}
