import type {
  changePasswordRoute,
  completeSetupRoute,
  sessionRoute,
  signInRoute,
  signOutEverywhereRoute,
  signOutRoute,
} from '../../src/http/contract/session-routes.ts'
import type { listTargetsRoute } from '../../src/http/contract/target-routes.ts'
import type { issueTokenRoute, listTokensRoute, revokeTokenRoute } from '../../src/http/contract/token-routes.ts'
import { call, forgetToken } from './api.ts'
import type { Body, Reply } from './route-types.ts'

export type Session = Reply<typeof sessionRoute>
export type Identity = NonNullable<Session['identity']>
export type Permission = Identity['permissions'][number]
export type Role = Identity['grants'][number]['role']
export type Target = Reply<typeof listTargetsRoute>['targets'][number]
export type Token = Reply<typeof listTokensRoute>['tokens'][number]

export const fetchSession = (): Promise<Session> => call<typeof sessionRoute>('get', '/session', {})

export async function signIn(body: Body<typeof signInRoute>): Promise<Session> {
  const session = await call<typeof signInRoute>('post', '/session', { body })
  forgetToken()
  return session
}

export async function completeSetup(body: Body<typeof completeSetupRoute>): Promise<Session> {
  const session = await call<typeof completeSetupRoute>('post', '/setup', { body })
  forgetToken()
  return session
}

export async function signOut(): Promise<void> {
  await call<typeof signOutRoute>('delete', '/session', {})
  forgetToken()
}

export async function signOutEverywhere(): Promise<void> {
  await call<typeof signOutEverywhereRoute>('delete', '/sessions', {})
  forgetToken()
}

export async function changePassword(body: Body<typeof changePasswordRoute>): Promise<void> {
  await call<typeof changePasswordRoute>('put', '/session/password', { body })
  forgetToken()
}

export async function fetchTargets(): Promise<readonly Target[]> {
  return (await call<typeof listTargetsRoute>('get', '/targets', {})).targets
}

export async function fetchTokens(owner: 'me' | 'everybody'): Promise<readonly Token[]> {
  return (await call<typeof listTokensRoute>('get', '/tokens', { query: { owner } })).tokens
}

export const issueToken = (body: Body<typeof issueTokenRoute>): Promise<Reply<typeof issueTokenRoute>> =>
  call<typeof issueTokenRoute>('post', '/tokens', { body })

export const revokeToken = (id: string): Promise<undefined> =>
  call<typeof revokeTokenRoute>('delete', `/tokens/${id}`, {})
