import type {
  changeUserRoute,
  createUserRoute,
  listUsersRoute,
  removeUserRoute,
  setPasswordRoute,
  unlockUserRoute,
} from '../../src/http/contract/account-routes.ts'
import type { auditEventsRoute } from '../../src/http/contract/audit-routes.ts'
import { call } from './api.ts'
import type { Body, Given, Reply } from './route-types.ts'

export type User = Reply<typeof listUsersRoute>['users'][number]
export type NewUser = Body<typeof createUserRoute>
export type UserChange = Body<typeof changeUserRoute>
export type AuditQuery = NonNullable<Given<typeof auditEventsRoute>['query']>
export type AuditEvents = Reply<typeof auditEventsRoute>

export async function fetchUsers(): Promise<readonly User[]> {
  return (await call<typeof listUsersRoute>('get', '/users', {})).users
}

export const createUser = (body: NewUser): Promise<User> => call<typeof createUserRoute>('post', '/users', { body })

export const changeUser = (id: string, body: UserChange): Promise<User> =>
  call<typeof changeUserRoute>('patch', `/users/${id}`, { body })

export const removeUser = (id: string): Promise<undefined> => call<typeof removeUserRoute>('delete', `/users/${id}`, {})

export const setPassword = (id: string, password: string | null): Promise<undefined> =>
  call<typeof setPasswordRoute>('put', `/users/${id}/password`, { body: { password } })

export const unlockUser = (id: string): Promise<undefined> =>
  call<typeof unlockUserRoute>('delete', `/users/${id}/lock`, {})

export const fetchAuditEvents = (query: AuditQuery): Promise<AuditEvents> =>
  call<typeof auditEventsRoute>('get', '/audit-events', { query })
