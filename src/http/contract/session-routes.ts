import { z } from 'zod'
import { ACCOUNT_NAME, PASSWORD_LENGTH } from '../../model/account.ts'
import { PERMISSIONS, ROLES } from '../../model/identity.ts'
import { json, NO_PARAMS, NO_QUERY, type ReplyContract, route } from './route.ts'

export const NOTHING: ReplyContract = { description: 'Done', type: null, schema: null }

export const accountName = z.string().regex(ACCOUNT_NAME, 'expected up to 100 of A-Z, a-z, 0-9, ".", "_", "@" and "-"')
/** Whatever is too short or weak is told by PASSWORD_WEAK. */
export const newPassword = z.string().max(PASSWORD_LENGTH.max * 4)
export const grant = z.strictObject({
  target: z.string().min(1).max(63).describe('Name of a registered database, or * for all'),
  role: z.enum(ROLES),
})

export const sessionReply = z
  .strictObject({
    signInRequired: z.boolean().describe('False on a server where nobody signs in'),
    identity: z
      .strictObject({
        kind: z.enum(['user', 'token', 'local']),
        id: z.string(),
        name: z.string(),
        grants: z.array(grant),
        permissions: z.array(z.enum(PERMISSIONS)).describe('What it may do on one target at least'),
      })
      .nullable()
      .describe('Who asks; null where nobody is signed in'),
    setupOpen: z.boolean().describe('Whether the first administrator is still to be made'),
    openId: z
      .strictObject({ label: z.string(), path: z.string() })
      .nullable()
      .describe('Where people sign in by their company'),
  })
  .meta({ id: 'Session' })
export type SessionReply = z.output<typeof sessionReply>

export const csrfTokenRoute = route({
  id: 'csrfToken',
  method: 'get',
  path: '/database-versions/csrf-token',
  tag: 'Sign-in',
  summary: "The token of the caller's session, for header X-CSRF-Token",
  description: 'Another one after signing in or out. Requests with an API token need none.',
  access: 'public',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: null,
  replies: { 200: json('The token', z.strictObject({ token: z.string() })) },
})

export const sessionRoute = route({
  id: 'session',
  method: 'get',
  path: '/session',
  tag: 'Sign-in',
  summary: 'Who is signed in, and what they may do',
  access: 'public',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: null,
  replies: { 200: json('Who asks', sessionReply) },
})

export const signInRoute = route({
  id: 'signIn',
  method: 'post',
  path: '/session',
  tag: 'Sign-in',
  summary: 'Signs in with name and password',
  access: 'public',
  audit: 'sign-in',
  limit: 'sign-in',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: z.strictObject({ name: z.string().min(1).max(100), password: z.string().min(1).max(1_024) }),
  replies: { 200: json('Signed in; the cookie names a new session', sessionReply) },
  problems: ['SIGN_IN_FAILED', 'ORIGIN_REFUSED'],
  example: { body: { name: 'anna', password: 'seven wild plums under snow' } },
})

export const signOutRoute = route({
  id: 'signOut',
  method: 'delete',
  path: '/session',
  tag: 'Sign-in',
  summary: 'Signs out, and ends the session',
  access: 'signed-in',
  audit: 'sign-out',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: null,
  replies: { 204: NOTHING },
  problems: ['CSRF_INVALID', 'ORIGIN_REFUSED'],
})

export const signOutEverywhereRoute = route({
  id: 'signOutEverywhere',
  method: 'delete',
  path: '/sessions',
  tag: 'Sign-in',
  summary: 'Ends all sessions of whoever asks',
  access: 'signed-in',
  audit: 'session.revoke',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: null,
  replies: { 204: NOTHING },
  problems: ['CSRF_INVALID', 'ORIGIN_REFUSED'],
})

export const changePasswordRoute = route({
  id: 'changePassword',
  method: 'put',
  path: '/session/password',
  tag: 'Sign-in',
  summary: 'Changes the password of whoever asks, and ends their other sessions',
  access: 'signed-in',
  audit: 'user.password',
  limit: 'sign-in',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: z.strictObject({ current: z.string().min(1).max(1_024), next: newPassword }),
  replies: { 204: NOTHING },
  problems: ['SIGN_IN_FAILED', 'PASSWORD_WEAK', 'ORIGIN_REFUSED'],
  example: { body: { current: 'seven wild plums under snow', next: 'nine late pears over there' } },
})

export const completeSetupRoute = route({
  id: 'completeSetup',
  method: 'post',
  path: '/setup',
  tag: 'Sign-in',
  summary: 'Makes the first administrator, with the code that the server wrote to its log, and signs in',
  access: 'public',
  audit: 'setup.complete',
  limit: 'sign-in',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: z.strictObject({ code: z.string().min(1).max(200), name: accountName, password: newPassword }),
  replies: { 201: json('Made, and signed in', sessionReply) },
  problems: ['SETUP_REFUSED', 'PASSWORD_WEAK', 'USER_EXISTS', 'ORIGIN_REFUSED'],
  example: { body: { code: 'the code in the log', name: 'anna', password: 'seven wild plums under snow' } },
})
