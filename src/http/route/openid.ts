import { createHash, timingSafeEqual } from 'node:crypto'
import type { Request, Response } from 'express'
import { fail } from '../../errors/dvm-error.ts'
import type { OpenIdRefusal } from '../../model/open-id.ts'
import { type OpenIdChange, signInByOpenId } from '../../task/sign-in-by-open-id.ts'
import { useOpenIdAttempt } from '../../task/use-open-id-attempt.ts'
import type { AppParts } from '../app-parts.ts'
import { type AuditFacts, describeRequest } from '../audit-facts.ts'
import { OPENID_CALLBACK, oidcCallbackRoute, oidcStartRoute } from '../contract/openid-routes.ts'
import { type Answer, type Endpoint, endpoint, reply } from '../endpoint.ts'
import { setIdentity } from '../guard/identity-of.ts'
import { giveSignInBack, useSignIn } from '../guard/limit-sign-ins.ts'
import { ATTEMPT_MS, attemptCookie, readAttemptCookie } from '../openid/attempt-cookie.ts'
import type { OpenId } from '../openid/open-id.ts'
import { type Attempt, createAttemptSeal } from '../openid/sealed-attempt.ts'
import { beginSession } from '../session/session-data.ts'

const FAILED = '/#sign-in=failed'
/** What costs strangers no answer of the provider: refusals, of which the audit log has one a minute. */
const CHEAP: ReadonlySet<OpenIdRefusal> = new Set(['no-attempt', 'foreign-state', 'replayed'])

/** One request that came back from the provider. */
interface Return {
  readonly parts: AppParts
  readonly openId: OpenId
  readonly request: Request
  readonly response: Response
}

/** Signing in at the company's OpenID provider. */
export function openIdEndpoints(parts: AppParts): readonly Endpoint[] {
  const { manager, server, sessions, events, limits } = parts
  const openId = parts.signIn ? parts.openId : null
  const seal = createAttemptSeal(sessions.secret)
  const cookie = attemptCookie(server)
  return [
    endpoint(oidcStartRoute, async ({ request, response }) => {
      if (openId === null) throw notOffered()
      const origin = server.publicUrl ?? `${request.protocol}://${request.headers.host ?? ''}`
      try {
        const { url, attempt } = await openId.begin(`${origin}${OPENID_CALLBACK}`, manager.clock.now())
        response.cookie(cookie.name, seal.seal(attempt), { ...cookie.options, maxAge: ATTEMPT_MS })
        return reply(302, undefined, { Location: url })
      } catch (error) {
        const event = describeRequest(request, response, 'sign-in', 'refused')
        events.record({ ...event, detail: { by: 'openid', reason: 'provider-unreachable' } })
        throw error
      }
    }),
    endpoint(oidcCallbackRoute, async ({ request, response }) => {
      if (openId === null) throw notOffered()
      const back = { parts, openId, request, response }
      const sealed = readAttemptCookie(request, cookie)
      const attempt = sealed === null ? null : seal.open(sealed)
      const now = manager.clock.now().getTime()
      // A session is not lent to who brings an API token, and nothing is used up by a HEAD.
      const usable = attempt !== null && now < attempt.expiresAt && request.session !== undefined
      if (!usable || request.method !== 'GET') return refuse(back, 'no-attempt')
      // Somebody else's link leads here: the attempt that is under way goes on.
      if (!isOf(attempt, request.query['state'])) return refuse(back, 'foreign-state')
      // Each answer that is looked at is a question to the provider: those that fail are counted as wrong passwords are.
      if (limits !== null) await useSignIn(limits, response)
      response.clearCookie(cookie.name, cookie.options)
      const expiresAt = new Date(attempt.expiresAt)
      if (!(await useOpenIdAttempt(manager, attempt.state, expiresAt))) return refuse(back, 'replayed')
      return enter(back, attempt)
    }),
  ]
}

async function enter(back: Return, attempt: Attempt): Promise<Answer> {
  const { parts, openId, request, response } = back
  const answered = await openId.complete(attempt, new URL(request.url, attempt.redirectUri).search)
  if ('refusal' in answered) return refuse(back, answered.refusal, { explanation: answered.explanation })
  const { claims } = answered
  const { signedIn, refusal, user, changes } = await signInByOpenId(parts.manager, openId.settings, claims)
  if (signedIn !== null) setIdentity(response, signedIn.identity)
  await tellChanges(back, user, changes)
  const { issuer, subject } = claims
  if (signedIn === null) return refuse(back, refusal ?? 'user-unknown', { issuer, subject }, user)
  const event = describeRequest(request, response, 'sign-in', 'done')
  await parts.events.recordNow({ ...event, subject: user, detail: { by: 'openid', issuer } })
  if (parts.limits !== null) await giveSignInBack(parts.limits, response)
  await beginSession(request, signedIn, parts.server.session.idleMs)
  return reply(303, undefined, { Location: '/' })
}

async function tellChanges(
  { parts, request, response }: Return,
  subject: string | null,
  changes: readonly OpenIdChange[],
) {
  for (const { action, detail } of changes) {
    const event = describeRequest(request, response, action, 'done')
    await parts.events.recordNow({ ...event, subject, detail: { by: 'openid', ...detail } })
  }
}

/** Back to the page, which is told that it failed; why is for those who run the server. */
function refuse(
  { parts, request, response }: Return,
  reason: OpenIdRefusal,
  detail: NonNullable<AuditFacts['detail']> = {},
  subject: string | null = null,
): Answer {
  parts.log.warn('a sign-in by OpenID Connect failed', { reason, subject, ...detail })
  const event = describeRequest(request, response, 'sign-in', CHEAP.has(reason) ? 'refused' : 'failed')
  parts.events.record({ ...event, subject, detail: { by: 'openid', reason, ...detail } })
  return reply(303, undefined, { Location: FAILED })
}

function isOf({ state }: Attempt, given: unknown): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return typeof given === 'string' && timingSafeEqual(digest(state), digest(given))
}

function notOffered(): Error {
  return fail('NOT_FOUND', { what: 'sign-in by OpenID Connect on this server' })
}
