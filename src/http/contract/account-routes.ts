import { z } from 'zod'
import { json, NO_PARAMS, NO_QUERY, route } from './route.ts'
import { accountName, grant, NOTHING, newPassword } from './session-routes.ts'

const time = z.iso.datetime().nullable()

export const userReply = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    displayName: z.string().nullable(),
    grants: z.array(grant),
    hasPassword: z.boolean(),
    openId: z.strictObject({ issuer: z.string(), subject: z.string() }).nullable(),
    createdAt: z.iso.datetime(),
    changedAt: z.iso.datetime(),
    disabledAt: time.describe('Null while the user may sign in'),
    passwordChangedAt: time,
    failedSignIns: z.int(),
    lockedUntil: time,
  })
  .meta({ id: 'User' })

const openId = z.strictObject({ issuer: z.url().max(500), subject: z.string().min(1).max(255) })
const grants = z.array(grant).max(200)
const displayName = z.string().max(200).nullable()
const ONE = z.strictObject({ userId: z.uuid() })
const COMMON = ['CSRF_INVALID', 'ORIGIN_REFUSED'] as const

export const listUsersRoute = route({
  id: 'listUsers',
  method: 'get',
  path: '/users',
  tag: 'Users',
  summary: 'All users with their roles',
  access: 'administer',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: null,
  replies: { 200: json('Users by name', z.strictObject({ users: z.array(userReply) })) },
})

export const createUserRoute = route({
  id: 'createUser',
  method: 'post',
  path: '/users',
  tag: 'Users',
  summary: 'Makes a user',
  access: 'administer',
  audit: 'user.create',
  params: NO_PARAMS,
  query: NO_QUERY,
  body: z.strictObject({
    name: accountName,
    displayName: displayName.optional(),
    password: newPassword.nullable().optional().describe('Left out for who signs in by OpenID Connect'),
    openId: openId.nullable().optional(),
    grants: grants.default([]),
  }),
  replies: { 201: json('The user', userReply) },
  problems: ['USER_EXISTS', 'PASSWORD_WEAK', 'ACCOUNT_INVALID', ...COMMON],
  example: {
    body: {
      name: 'ben',
      password: 'seven wild plums under snow',
      grants: [{ target: 'default', role: 'packager' }],
    },
  },
})

export const readUserRoute = route({
  id: 'readUser',
  method: 'get',
  path: '/users/{userId}',
  tag: 'Users',
  summary: 'One user with their roles',
  access: 'administer',
  params: ONE,
  query: NO_QUERY,
  body: null,
  replies: { 200: json('The user', userReply) },
  problems: ['USER_NOT_FOUND'],
})

export const changeUserRoute = route({
  id: 'changeUser',
  method: 'patch',
  path: '/users/{userId}',
  tag: 'Users',
  summary: 'Changes a user: what is left out stays as it is',
  access: 'administer',
  audit: 'user.change',
  params: ONE,
  query: NO_QUERY,
  body: z.strictObject({
    name: accountName.optional(),
    displayName: displayName.optional(),
    openId: openId.nullable().optional(),
    disabled: z.boolean().optional().describe('True ends every session and stops every token'),
    grants: grants.optional().describe('All roles from now on'),
    endSessions: z.literal(true).optional().describe('Signs the user out everywhere'),
  }),
  replies: { 200: json('The user, as changed', userReply) },
  problems: ['USER_NOT_FOUND', 'USER_EXISTS', 'LAST_ADMIN', 'ACCOUNT_INVALID', ...COMMON],
  example: { body: { disabled: true } },
})

export const removeUserRoute = route({
  id: 'removeUser',
  method: 'delete',
  path: '/users/{userId}',
  tag: 'Users',
  summary: 'Removes a user with roles and tokens',
  access: 'administer',
  audit: 'user.delete',
  params: ONE,
  query: NO_QUERY,
  body: null,
  replies: { 204: NOTHING },
  problems: ['USER_NOT_FOUND', 'LAST_ADMIN', ...COMMON],
})

export const setPasswordRoute = route({
  id: 'setPassword',
  method: 'put',
  path: '/users/{userId}/password',
  tag: 'Users',
  summary: 'Gives a user a password, or takes it away; ends their sessions and any lock',
  access: 'administer',
  audit: 'user.password',
  params: ONE,
  query: NO_QUERY,
  body: z.strictObject({ password: newPassword.nullable() }),
  replies: { 204: NOTHING },
  problems: ['USER_NOT_FOUND', 'PASSWORD_WEAK', 'LAST_ADMIN', ...COMMON],
  example: { body: { password: 'seven wild plums under snow' } },
})

export const unlockUserRoute = route({
  id: 'unlockUser',
  method: 'delete',
  path: '/users/{userId}/lock',
  tag: 'Users',
  summary: 'Forgets failed sign-ins of a user',
  access: 'administer',
  audit: 'user.unlock',
  params: ONE,
  query: NO_QUERY,
  body: null,
  replies: { 204: NOTHING },
  problems: ['USER_NOT_FOUND', ...COMMON],
})
