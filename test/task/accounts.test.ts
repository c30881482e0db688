import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Grant } from '../../src/model/account.ts'
import { changeUser } from '../../src/task/change-user.ts'
import { type CreateUser, createUser } from '../../src/task/create-user.ts'
import { findOpenIdUser } from '../../src/task/find-open-id-user.ts'
import { listUsers } from '../../src/task/list-users.ts'
import { removeUser } from '../../src/task/remove-user.ts'
import { requireUser } from '../../src/task/require-user.ts'
import { setPassword } from '../../src/task/set-password.ts'
import { sharedSecret } from '../../src/task/shared-secret.ts'
import { query } from '../support/database.ts'
import { handClock, type TestManager, testManager } from '../support/manager.ts'

const clock = handClock()
const ADMIN: Grant = { target: '*', role: 'admin' }
const openIdOf = (subject: string) => ({ issuer: 'https://id.example', subject })
let manager: TestManager
beforeAll(async () => {
  manager = await testManager(clock)
})
afterAll(() => manager.dispose())

/** Signs in through OpenID: no password has to be hashed. */
function user(name: string, grants: readonly Grant[] = []): Promise<{ readonly id: string }> {
  return createUser(manager, { name, openId: openIdOf(name), grants })
}

function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  )
}

describe('a user', () => {
  test('is what he was made and changed to be, and is listed by name', async () => {
    const made = await createUser(manager, {
      name: 'Anna',
      displayName: 'Anna B.',
      password: 'a long enough word',
      grants: [
        { target: 'shop', role: 'operator' },
        { target: '*', role: 'viewer' },
      ],
    })
    const at = '2026-01-31T12:00:00.000Z'
    expect(made).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'Anna',
      displayName: 'Anna B.',
      grants: [
        { target: '*', role: 'viewer' },
        { target: 'shop', role: 'operator' },
      ],
      ...{ hasPassword: true, openId: null },
      ...{ createdAt: at, changedAt: at, disabledAt: null, passwordChangedAt: at },
      ...{ failedSignIns: 0, lockedUntil: null },
    })
    await user('aaron')
    clock.pass(60)
    const change = { name: 'anne', displayName: null, openId: openIdOf('a'), disabled: true, grants: [] }
    const changed = await changeUser(manager, { name: 'ANNA' }, change)
    const later = '2026-01-31T12:01:00.000Z'
    const rest = { ...change, disabledAt: later, changedAt: later }
    expect(changed).toEqual({ ...made, ...rest, disabled: undefined })
    expect(await requireUser(manager, { id: made.id })).toEqual(changed)
    expect((await listUsers(manager)).map(({ name }) => name)).toEqual(['aaron', 'anne'])
    expect(await removeUser(manager, { id: made.id })).toEqual(changed)
    expect(await codeOf(requireUser(manager, { id: made.id }))).toBe('USER_NOT_FOUND')
  })

  test('keeps what a change does not name', async () => {
    const { id } = await createUser(manager, {
      ...{ name: 'kept', displayName: 'Kept', openId: openIdOf('kept') },
      grants: [{ target: 'shop', role: 'viewer' }],
    })
    const before = await requireUser(manager, { id })
    expect(await changeUser(manager, { id }, {})).toEqual(before)
  })

  test('is found by what the OpenID provider calls him, of that provider only', async () => {
    const { id } = await user('oscar')
    expect((await findOpenIdUser(manager, openIdOf('oscar')))?.id).toBe(id)
    expect(await findOpenIdUser(manager, { ...openIdOf('oscar'), issuer: 'https://evil.example' })).toBeNull()
  })

  test('has a name and an OpenID subject that nobody else has', async () => {
    await user('Berta')
    expect(await codeOf(createUser(manager, { name: 'bERTA', grants: [] }))).toBe('USER_EXISTS')
    const other = createUser(manager, { name: 'b2', openId: openIdOf('Berta'), grants: [] })
    await expect(other).rejects.toThrow(/of that OpenID subject already \[USER_EXISTS\]/)
    await user('b3')
    expect(await codeOf(changeUser(manager, { name: 'b3' }, { name: 'BERTA' }))).toBe('USER_EXISTS')
  })

  test('made twice at once is made once', async () => {
    const twin = manager.twin()
    const made = [manager, twin].map((each) => codeOf(createUser(each, { name: 'once', grants: [] })))
    expect((await Promise.all(made)).sort()).toEqual(['USER_EXISTS', 'done'])
  })
})

describe('refused as ACCOUNT_INVALID:', () => {
  const cases: [string, Partial<CreateUser>][] = [
    ['no name', { name: '' }],
    ['a name that reads as an option', { name: '-rf' }],
    ['a name of other characters', { name: 'a b' }],
    ['a name with a line break at its end', { name: 'anna\n' }],
    ['a name that reads as an id', { name: '00000000-0000-4000-8000-000000000000' }],
    ['a name of 101 characters', { name: 'x'.repeat(101) }],
    ['a display name that turns the text around', { displayName: 'anna\u202e' }],
    ['an OpenID subject with a NUL', { openId: openIdOf('a\0') }],
    ['a target that no database can be called', { grants: [{ target: "x'; --", role: 'viewer' }] }],
    [
      'two roles on one target',
      {
        grants: [
          { target: 'a', role: 'viewer' },
          { target: 'a', role: 'admin' },
        ],
      },
    ],
    ['a role nobody knows', { grants: [{ target: 'a', role: 'root' as 'admin' }] }],
  ]
  test.each(cases)('%s', async (_what, given) => {
    const before = await listUsers(manager)
    expect(await codeOf(createUser(manager, { name: 'good', grants: [], ...given }))).toBe('ACCOUNT_INVALID')
    expect(await listUsers(manager)).toEqual(before)
  })
})

describe('the last administrator', () => {
  let root = ''
  beforeAll(async () => {
    root = (await user('root', [ADMIN])).id
    // Neither of these two can take his place.
    await createUser(manager, { name: 'nologin', grants: [ADMIN] })
    await user('elsewhere', [{ target: 'shop', role: 'admin' }])
  })

  test.each([
    ['removed', () => removeUser(manager, { id: root })],
    ['disabled', () => changeUser(manager, { id: root }, { disabled: true })],
    ['demoted', () => changeUser(manager, { id: root }, { grants: [{ target: '*', role: 'operator' }] })],
    ['left without roles', () => changeUser(manager, { id: root }, { grants: () => [] })],
    ['left without a way to sign in', () => changeUser(manager, { id: root }, { openId: null })],
  ])('cannot be %s', async (_how, change) => {
    const before = await requireUser(manager, { id: root })
    expect(await codeOf(change())).toBe('LAST_ADMIN')
    expect(await requireUser(manager, { id: root })).toEqual(before)
  })

  test('can have his password taken away where OpenID lets him in', async () => {
    expect((await setPassword(manager, { id: root }, null)).hasPassword).toBe(false)
  })

  test('of two who go at once one stays', async () => {
    await user('root2', [ADMIN])
    const twin = manager.twin()
    const gone = [
      codeOf(removeUser(manager, { name: 'root2' })),
      codeOf(changeUser(twin, { name: 'root' }, { disabled: true })),
    ]
    expect((await Promise.all(gone)).sort()).toEqual(['LAST_ADMIN', 'done'])
  })
})

test('a shared secret is the same for all instances, whoever asks first, and another for each name', async () => {
  const twin = manager.twin()
  const asked = [manager, twin, manager, twin].map((each) => sharedSecret(each, 'session'))
  const [first, ...rest] = await Promise.all(asked)
  expect(first).toHaveLength(32)
  expect(rest).toEqual([first, first, first])
  expect(await sharedSecret(manager, 'other')).not.toEqual(first)
})

test('no statement takes a value for SQL', async () => {
  const nasty = "x'); DROP TABLE dvm.user_account; --"
  expect(await codeOf(requireUser(manager, { name: nasty }))).toBe('USER_NOT_FOUND')
  expect(await codeOf(requireUser(manager, { id: nasty }))).toBe('USER_NOT_FOUND')
  expect(await findOpenIdUser(manager, { issuer: nasty, subject: nasty })).toBeNull()
  const { id } = await createUser(manager, { name: 'nasty', displayName: nasty, grants: [] })
  expect((await requireUser(manager, { id })).displayName).toBe(nasty)
  expect(await query(manager.url, "SELECT to_regclass('dvm.user_account') IS NOT NULL AS there")).toEqual([
    { there: true },
  ])
})
