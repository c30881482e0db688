import { z } from 'zod'
import { TOKEN_DAYS } from '../../model/account.ts'
import { PERMISSIONS } from '../../model/identity.ts'
import { json, NO_PARAMS, route } from './route.ts'
import { NOTHING } from './session-routes.ts'
import { target } from './values.ts'

const time = z.iso.datetime().nullable()

const details = {
  id: z.uuid(),
  owner: z.strictObject({ id: z.uuid(), name: z.string() }),
  name: z.string(),
  start: z.string().describe('Its first characters, to recognise it by'),
  scopes: z.array(z.enum(PERMISSIONS)),
  target: z.string().nullable().describe('The one it is good for; null: all that its owner has a role on'),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  lastUsedAt: time.describe('To the minute'),
  revokedAt: time,
}
export const tokenReply = z.strictObject(details).meta({ id: 'Token' })
export const issuedTokenReply = z
  .strictObject({ ...details, token: z.string().describe('The secret, told this once') })
  .meta({ id: 'IssuedToken' })

const COMMON = ['CSRF_INVALID', 'ORIGIN_REFUSED'] as const

export const listTokensRoute = route({
  id: 'listTokens',
  method: 'get',
  path: '/tokens',
  tag: 'Tokens',
  summary: 'API tokens of whoever asks, or of everybody',
  access: 'signed-in',
  params: NO_PARAMS,
  query: z.strictObject({
    owner: z.enum(['me', 'everybody']).default('me').describe('everybody takes the permission administer'),
  }),
  body: null,
  replies: { 200: json('Newest first, with those that are over', z.strictObject({ tokens: z.array(tokenReply) })) },
})

export const issueTokenRoute = route({
  id: 'issueToken',
  method: 'post',
  path: '/tokens',
  tag: 'Tokens',
  summary: 'Makes an API token that speaks for whoever asks',
  description: 'For people only: a token cannot make another. It never does more than its owner may when it is used.',
  access: 'signed-in',
  audit: 'token.create',
  params: NO_PARAMS,
  query: z.strictObject({}),
  body: z.strictObject({
    name: z.string().min(1).max(100).describe('What it is for'),
    scopes: z.array(z.enum(PERMISSIONS)).min(1).max(PERMISSIONS.length),
    target: target.nullable().optional(),
    days: z.int().min(TOKEN_DAYS.min).max(TOKEN_DAYS.max).default(TOKEN_DAYS.usual),
  }),
  replies: { 201: json('The token, told this once', issuedTokenReply) },
  problems: ['ACCOUNT_INVALID', ...COMMON],
  example: { body: { name: 'pipeline', scopes: ['view', 'database-management'], days: 30 } },
})

export const revokeTokenRoute = route({
  id: 'revokeToken',
  method: 'delete',
  path: '/tokens/{tokenId}',
  tag: 'Tokens',
  summary: 'Ends an API token: an own one, or with the permission administer any',
  access: 'signed-in',
  audit: 'token.revoke',
  params: z.strictObject({ tokenId: z.uuid() }),
  query: z.strictObject({}),
  body: null,
  replies: { 204: NOTHING },
  problems: ['TOKEN_NOT_FOUND', ...COMMON],
})
