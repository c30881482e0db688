import { fail } from '../../errors/dvm-error.ts'
import { EVERY_TARGET, type Identity, PERMISSIONS, PERMISSIONS_OF, type Permission } from '../../model/identity.ts'
import { changePassword } from '../../task/change-password.ts'
import { changeUser } from '../../task/change-user.ts'
import { completeSetup } from '../../task/complete-setup.ts'
import { findIdentity } from '../../task/find-identity.ts'
import { isSetupOpen } from '../../task/is-setup-open.ts'
import { signIn } from '../../task/sign-in.ts'
import type { AppParts } from '../app-parts.ts'
import { setAuditFacts } from '../audit-facts.ts'
import { OPENID_START } from '../contract/openid-routes.ts'
import {
  changePasswordRoute,
  completeSetupRoute,
  csrfTokenRoute,
  type SessionReply,
  sessionRoute,
  signInRoute,
  signOutEverywhereRoute,
  signOutRoute,
} from '../contract/session-routes.ts'
import { type Endpoint, endpoint, reply } from '../endpoint.ts'
import { setIdentity } from '../guard/identity-of.ts'
import { requirePerson } from '../require-person.ts'
import { sessionCookie } from '../session/session-cookie.ts'
import { beginSession, endSession, requireSession } from '../session/session-data.ts'

/** Signing in and out, and who one is. */
export function sessionEndpoints(parts: AppParts): readonly Endpoint[] {
  const { manager, server } = parts
  const cookie = sessionCookie(server)
  return [
    endpoint(csrfTokenRoute, async ({ request }) => {
      requireSession(request)
      return reply(200, { token: request.csrfToken() })
    }),
    endpoint(sessionRoute, async ({ identity }) => reply(200, await toReply(parts, identity))),
    endpoint(signInRoute, async ({ body, request, response }) => {
      requireSession(request)
      setAuditFacts(response, { subject: body.name })
      const signedIn = await signIn(manager, body)
      await beginSession(request, signedIn, server.session.idleMs)
      setIdentity(response, signedIn.identity)
      return reply(200, await toReply(parts, signedIn.identity))
    }),
    endpoint(completeSetupRoute, async ({ body, request, response }) => {
      requireSession(request)
      setAuditFacts(response, { subject: body.name })
      const user = await completeSetup(manager, body)
      const signedIn = await findIdentity(manager, user.id)
      if (signedIn === null) throw fail('SETUP_REFUSED', {})
      await beginSession(request, signedIn, server.session.idleMs)
      setIdentity(response, signedIn.identity)
      return reply(201, await toReply(parts, signedIn.identity))
    }),
    endpoint(signOutRoute, async ({ request, response }) => {
      await endSession(request)
      response.clearCookie(cookie.name, cookie.options)
      return reply(204, undefined, { 'Clear-Site-Data': '"cache", "storage"' })
    }),
    endpoint(signOutEverywhereRoute, async ({ identity, request, response }) => {
      const { id, name } = requirePerson(identity)
      setAuditFacts(response, { subject: name })
      await changeUser(manager, { id }, { endSessions: true })
      await endSession(request)
      response.clearCookie(cookie.name, cookie.options)
      return reply(204, undefined)
    }),
    endpoint(changePasswordRoute, async ({ identity, body, request, response }) => {
      const { id, name } = requirePerson(identity)
      setAuditFacts(response, { subject: name })
      const signedIn = await changePassword(manager, id, body)
      await beginSession(request, signedIn, server.session.idleMs)
      return reply(204, undefined)
    }),
  ]
}

async function toReply(parts: AppParts, identity: Identity | null): Promise<SessionReply> {
  const { manager, signIn: required, openId } = parts
  return {
    signInRequired: required,
    identity: identity === null ? null : describe(identity),
    setupOpen: required && identity === null && (await isSetupOpen(manager)),
    openId: required && openId !== null ? { label: openId.settings.label, path: OPENID_START } : null,
  }
}

function describe(identity: Identity): NonNullable<SessionReply['identity']> {
  const { kind, id, name, roles, scopes } = identity
  const allowed = new Set([...roles.values()].flatMap((role) => PERMISSIONS_OF[role]))
  const may = (permission: Permission): boolean =>
    allowed.has(permission) && (scopes === null || scopes.includes(permission))
  const grants = [...roles].map(([target, role]) => ({ target, role }))
  const everywhere = grants.filter(({ target }) => target === EVERY_TARGET)
  return {
    kind,
    id,
    name,
    grants: [...everywhere, ...grants.filter(({ target }) => target !== EVERY_TARGET)],
    permissions: PERMISSIONS.filter(may),
  }
}
