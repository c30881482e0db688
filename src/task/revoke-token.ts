import { findToken } from '../account/read-tokens.ts'
import { isUuid, requireUser } from '../account/read-users.ts'
import { updateRevoked } from '../account/write-tokens.ts'
import { fail } from '../errors/dvm-error.ts'
import type { ApiToken, UserRef } from '../model/account.ts'
import type { Manager } from './manager.ts'

/** Ends a token, of that user only where one is given. Fails with TOKEN_NOT_FOUND and USER_NOT_FOUND. */
export function revokeToken({ database, clock }: Manager, id: string, owner: UserRef | null): Promise<ApiToken> {
  return database.withClient(async (client) => {
    const ownerId = owner === null ? null : (await requireUser(client, owner)).id
    const found = isUuid(id) ? await findToken(client, id, ownerId) : null
    if (found === null) throw fail('TOKEN_NOT_FOUND', {})
    await updateRevoked(client, found.id, clock.now())
    return (await findToken(client, found.id, ownerId)) ?? found
  })
}
