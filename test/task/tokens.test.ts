import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { permits } from '../../src/model/identity.ts'
import { changeUser } from '../../src/task/change-user.ts'
import { createUser } from '../../src/task/create-user.ts'
import { identifyToken } from '../../src/task/identify-token.ts'
import { type IssueToken, issueToken } from '../../src/task/issue-token.ts'
import { listTokens } from '../../src/task/list-tokens.ts'
import { removeUser } from '../../src/task/remove-user.ts'
import { revokeToken } from '../../src/task/revoke-token.ts'
import { query } from '../support/database.ts'
import { handClock, type TestManager, testManager } from '../support/manager.ts'

const DAY = 86_400
const clock = handClock()
let manager: TestManager
beforeAll(async () => {
  manager = await testManager(clock)
})
afterAll(() => manager.dispose())

let made = 0
async function owner(): Promise<string> {
  made += 1
  const grants = [
    { target: '*', role: 'viewer' as const },
    { target: 'shop', role: 'operator' as const },
  ]
  return (await createUser(manager, { name: `owner${made}`, grants })).id
}

function issue(id: string, given: Partial<IssueToken> = {}) {
  return issueToken(manager, { id }, { name: 'ci', scopes: ['view', 'database-management'], ...given })
}

describe('a token', () => {
  test('is one of a hundred at most that its owner may use; the oldest of those that are over are forgotten', async () => {
    const id = await owner()
    const add = (count: number, state: 'used' | 'over') =>
      query(
        manager.url,
        `INSERT INTO dvm.api_token (id, owner_id, name, token_hash, token_start, scopes, created_at, expires_at)
         SELECT gen_random_uuid(), '${id}', '${state} ' || n, sha256(('${id}${state}' || n)::bytea), 'dvm_', '{view}',
           '${clock.now().toISOString()}'::timestamptz + n * interval '1 ms',
           '${clock.now().toISOString()}'::timestamptz + interval '${state === 'used' ? '1 day' : '0 s'}'
         FROM generate_series(1, ${count}) AS n`,
      )
    await add(99, 'used')
    await add(120, 'over')
    await issue(id)
    const kept = (await listTokens(manager, { id })).map(({ name }) => name)
    expect(kept).toHaveLength(200)
    expect([kept.includes('over 120'), kept.includes('over 20'), kept.includes('used 1')]).toEqual([true, false, true])
    await expect(issue(id)).rejects.toMatchObject({ code: 'ACCOUNT_INVALID' })
  })

  test('speaks for its owner within its scopes, and is listed without its secret', async () => {
    const id = await owner()
    const { token, ...details } = await issue(id)
    expect(token).toMatch(/^dvm_[A-Za-z0-9_-]{49}$/)
    expect(details).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      owner: { id, name: `owner${made}` },
      ...{ name: 'ci', start: token.slice(0, 10), scopes: ['view', 'database-management'], target: null },
      ...{ createdAt: clock.now().toISOString(), lastUsedAt: null, revokedAt: null },
      expiresAt: new Date(clock.now().getTime() + 90 * DAY * 1000).toISOString(),
    })
    const identity = await identifyToken(manager, token)
    const roles = new Map([
      ['*', 'viewer'],
      ['shop', 'operator'],
    ])
    const scopes = ['view', 'database-management']
    expect(identity).toEqual({ kind: 'token', id: details.id, name: `owner${made}/ci`, roles, scopes })
    expect(await listTokens(manager, { id })).toEqual([{ ...details, lastUsedAt: clock.now().toISOString() }])
  })

  test('is kept as its SHA-256 only', async () => {
    const { token } = await issue(await owner())
    const everything = await query<{ row: string }>(
      manager.url,
      `SELECT t::text AS row FROM dvm.api_token AS t UNION ALL SELECT u::text FROM dvm.user_account AS u`,
    )
    const text = everything.map(({ row }) => row).join('\n')
    expect(text).not.toContain(token.slice(10))
    const [kept] = await query<{ n: number }>(
      manager.url,
      "SELECT count(*)::int AS n FROM dvm.api_token WHERE token_hash = sha256(convert_to($1, 'UTF8'))",
      [token],
    )
    expect(kept).toEqual({ n: 1 })
  })

  test('for one target has the stronger of the roles there, and nothing beyond it', async () => {
    const { token } = await issue(await owner(), { target: 'shop' })
    const identity = await identifyToken(manager, token)
    expect(identity?.roles).toEqual(new Map([['shop', 'operator']]))
    if (identity === null) throw new Error('nobody')
    expect(permits(identity, 'database-management', 'shop')).toBe(true)
    expect(permits(identity, 'view', 'other')).toBe(false)
    expect(permits(identity, 'view', null)).toBe(false)
  })

  test('is good until it expires', async () => {
    const { token } = await issue(await owner(), { days: 1 })
    clock.pass(DAY - 1)
    expect(await identifyToken(manager, token)).not.toBeNull()
    clock.pass(1)
    expect(await identifyToken(manager, token)).toBeNull()
  })

  test('is dead once revoked, since the first time', async () => {
    const id = await owner()
    const { token, id: tokenId } = await issue(id)
    const { revokedAt } = await revokeToken(manager, tokenId, { id })
    clock.pass(10)
    expect(await identifyToken(manager, token)).toBeNull()
    expect((await revokeToken(manager, tokenId, null)).revokedAt).toBe(revokedAt)
  })

  test('is dead while its owner is disabled, and goes with him', async () => {
    const id = await owner()
    const { token } = await issue(id)
    await changeUser(manager, { id }, { disabled: true })
    expect(await identifyToken(manager, token)).toBeNull()
    await changeUser(manager, { id }, { disabled: false })
    expect(await identifyToken(manager, token)).not.toBeNull()
    await removeUser(manager, { id })
    expect(await identifyToken(manager, token)).toBeNull()
  })

  test('loses with its owner what he loses', async () => {
    const id = await owner()
    const { token } = await issue(id)
    await changeUser(manager, { id }, { grants: [{ target: '*', role: 'viewer' }] })
    const identity = await identifyToken(manager, token)
    if (identity === null) throw new Error('nobody')
    expect(permits(identity, 'database-management', 'shop')).toBe(false)
    expect(permits(identity, 'view', 'shop')).toBe(true)
  })

  test('has its use written down once a minute, however many use it at once', async () => {
    const id = await owner()
    const { token } = await issue(id)
    const xmin = 'SELECT xmin::text, last_used_at FROM dvm.api_token WHERE owner_id = $1'
    await identifyToken(manager, token)
    const [first] = await query(manager.url, xmin, [id])
    clock.pass(59)
    await Promise.all([manager, manager.twin()].map((each) => identifyToken(each, token)))
    expect(await query(manager.url, xmin, [id])).toEqual([first])
    clock.pass(1)
    await Promise.all([manager, manager.twin()].map((each) => identifyToken(each, token)))
    const [second] = await query(manager.url, xmin, [id])
    expect(second?.['last_used_at']).toEqual(clock.now())
  })
})

describe('refused:', () => {
  test.each<[string, Partial<IssueToken>]>([
    ['no scope', { scopes: [] }],
    ['a scope no role of the owner has', { scopes: ['view', 'administer'] }],
    ['a scope no role of the owner has there', { scopes: ['operate'], target: 'other' }],
    ['a scope nobody knows', { scopes: ['root' as 'view'] }],
    ['all targets by name', { target: '*' }],
    ['a name of nothing', { name: ' ' }],
    ['a name with a line break', { name: 'a\nb' }],
    ['no day', { days: 0 }],
    ['part of a day', { days: 1.5 }],
    ['more than a year', { days: 367 }],
  ])('%s', async (_what, given) => {
    const id = await owner()
    await expect(issue(id, given)).rejects.toMatchObject({ code: 'ACCOUNT_INVALID' })
    expect(await listTokens(manager, { id })).toEqual([])
  })

  test('a token that is none is nobody, and costs no query', async () => {
    const { token } = await issue(await owner())
    const database = {
      ...manager.database,
      withClient: () => Promise.reject(new Error('asked')),
    }
    const last = token.endsWith('A') ? 'B' : 'A'
    for (const text of ['', 'dvm_', `${token} `, `x${token}`, `${token.slice(0, -1)}${last}`, `${token}\n`]) {
      expect(await identifyToken({ ...manager, database }, text), text).toBeNull()
    }
    await expect(identifyToken({ ...manager, database }, token)).rejects.toThrow('asked')
  })

  test("nobody revokes another's token, or one that is not there", async () => {
    const [mine, other] = [await owner(), await owner()]
    const { id } = await issue(mine)
    for (const [tokenId, by] of [
      [id, { id: other }],
      ['00000000-0000-4000-8000-000000000000', null],
      ["' OR true --", null],
    ] as const) {
      await expect(revokeToken(manager, tokenId, by)).rejects.toMatchObject({ code: 'TOKEN_NOT_FOUND' })
    }
    expect((await listTokens(manager, { id: mine }))[0]?.revokedAt).toBeNull()
    await expect(listTokens(manager, { name: 'nobody' })).rejects.toMatchObject({ code: 'USER_NOT_FOUND' })
  })
})
