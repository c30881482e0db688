import { fail } from '../../errors/dvm-error.ts'
import { type Identity, permits } from '../../model/identity.ts'
import { issueToken } from '../../task/issue-token.ts'
import { listTokens } from '../../task/list-tokens.ts'
import { revokeToken } from '../../task/revoke-token.ts'
import type { AppParts } from '../app-parts.ts'
import { setAuditFacts } from '../audit-facts.ts'
import { issueTokenRoute, listTokensRoute, revokeTokenRoute } from '../contract/token-routes.ts'
import { type Endpoint, endpoint, reply } from '../endpoint.ts'
import { given } from '../given.ts'
import { requirePerson } from '../require-person.ts'

/** API tokens: everybody's own, and for administrators all. */
export function tokenEndpoints({ manager }: AppParts): readonly Endpoint[] {
  return [
    endpoint(listTokensRoute, async ({ query, identity }) => {
      const all = query.owner === 'everybody'
      if (all && !administers(identity)) throw fail('ACCESS_DENIED', { permission: 'administer' })
      const tokens = await listTokens(manager, all ? null : { id: requirePerson(identity).id })
      return reply(200, { tokens })
    }),
    endpoint(issueTokenRoute, async ({ body, identity, response }) => {
      const { id } = requirePerson(identity)
      setAuditFacts(response, { subject: body.name, detail: { scopes: body.scopes, days: body.days } })
      return reply(201, await issueToken(manager, { id }, given(body)))
    }),
    endpoint(revokeTokenRoute, async ({ params, identity, response }) => {
      setAuditFacts(response, { subject: params.tokenId })
      const owner = administers(identity) ? null : { id: requirePerson(identity).id }
      const { name, owner: whose } = await revokeToken(manager, params.tokenId, owner)
      setAuditFacts(response, { subject: `${whose.name}/${name}` })
      return reply(204, undefined)
    }),
  ]
}

function administers(identity: Identity | null): boolean {
  return identity !== null && permits(identity, 'administer', null)
}
