import { changeUser } from '../../task/change-user.ts'
import { createUser } from '../../task/create-user.ts'
import { listUsers } from '../../task/list-users.ts'
import { readUser } from '../../task/read-user.ts'
import { removeUser } from '../../task/remove-user.ts'
import { setPassword } from '../../task/set-password.ts'
import { unlockUser } from '../../task/unlock-user.ts'
import type { AppParts } from '../app-parts.ts'
import { setAuditFacts } from '../audit-facts.ts'
import {
  changeUserRoute,
  createUserRoute,
  listUsersRoute,
  readUserRoute,
  removeUserRoute,
  setPasswordRoute,
  unlockUserRoute,
} from '../contract/account-routes.ts'
import { type Endpoint, endpoint, reply } from '../endpoint.ts'
import { given } from '../given.ts'

/** Who may use the server, for administrators. */
export function userEndpoints({ manager }: AppParts): readonly Endpoint[] {
  return [
    endpoint(listUsersRoute, async () => reply(200, { users: await listUsers(manager) })),
    endpoint(createUserRoute, async ({ body, response }) => {
      setAuditFacts(response, { subject: body.name, detail: { grants: body.grants, openId: body.openId } })
      return reply(201, await createUser(manager, given(body)))
    }),
    endpoint(readUserRoute, async ({ params }) => reply(200, await readUser(manager, { id: params.userId }))),
    endpoint(changeUserRoute, async ({ params, body, response }) => {
      setAuditFacts(response, { subject: params.userId, detail: body })
      if (body.grants !== undefined) setAuditFacts(response, { action: 'grant.change' })
      const user = await changeUser(manager, { id: params.userId }, given(body))
      setAuditFacts(response, { subject: user.name })
      return reply(200, user)
    }),
    endpoint(removeUserRoute, async ({ params, response }) => {
      setAuditFacts(response, { subject: params.userId })
      setAuditFacts(response, { subject: (await removeUser(manager, { id: params.userId })).name })
      return reply(204, undefined)
    }),
    endpoint(setPasswordRoute, async ({ params, body, response }) => {
      setAuditFacts(response, { subject: params.userId })
      setAuditFacts(response, { subject: (await setPassword(manager, { id: params.userId }, body.password)).name })
      return reply(204, undefined)
    }),
    endpoint(unlockUserRoute, async ({ params, response }) => {
      setAuditFacts(response, { subject: params.userId })
      setAuditFacts(response, { subject: (await unlockUser(manager, { id: params.userId })).name })
      return reply(204, undefined)
    }),
  ]
}
