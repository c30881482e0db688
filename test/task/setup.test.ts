import { afterEach, beforeEach, expect, test } from 'vitest'
import { completeSetup } from '../../src/task/complete-setup.ts'
import { createUser } from '../../src/task/create-user.ts'
import { listUsers } from '../../src/task/list-users.ts'
import type { Manager } from '../../src/task/manager.ts'
import { openSetup } from '../../src/task/open-setup.ts'
import { signIn } from '../../src/task/sign-in.ts'
import { query } from '../support/database.ts'
import { handClock, type TestManager, testManager } from '../support/manager.ts'

const PASSWORD = 'a long enough word'
const clock = handClock()
let manager: TestManager
beforeEach(async () => {
  manager = await testManager(clock)
})
afterEach(() => manager.dispose())

async function opened(by: Manager = manager): Promise<string> {
  const code = await openSetup(by)
  if (code === null) throw new Error('the setup is closed')
  return code
}

function complete(code: string, name: string, by: Manager = manager): Promise<string> {
  return completeSetup(by, { code, name, password: PASSWORD }).then(
    () => 'done',
    (error: { code: string }) => error.code,
  )
}

test('the code makes one administrator of all targets, who can sign in; then there is no setup any more', async () => {
  const code = await opened()
  const user = await completeSetup(manager, { code, name: 'root', password: PASSWORD })
  expect(user.grants).toEqual([{ target: '*', role: 'admin' }])
  expect((await signIn(manager, { name: 'root', password: PASSWORD })).identity.id).toBe(user.id)
  expect(await complete(code, 'second')).toBe('SETUP_REFUSED')
  expect(await openSetup(manager)).toBeNull()
})

test('of two who use the code at once, over two instances, one becomes administrator', async () => {
  const code = await opened()
  const both = [complete(code, 'one'), complete(code, 'two', manager.twin())]
  expect((await Promise.all(both)).sort()).toEqual(['SETUP_REFUSED', 'done'])
  expect(await listUsers(manager)).toHaveLength(1)
})

test('only the code of the last start is good, for an hour, and is kept as a hash', async () => {
  const first = await opened()
  const second = await opened(manager.twin())
  expect(await query(manager.url, 'SELECT count(*)::int AS n FROM dvm.setup_code')).toEqual([{ n: 1 }])
  expect(
    await query(manager.url, 'SELECT code_hash = sha256($1::bytea) AS hashed FROM dvm.setup_code', [second]),
  ).toEqual([{ hashed: true }])
  for (const wrong of [first, '', 'x'.repeat(100_000), "' OR true --"]) {
    expect(await complete(wrong, 'root')).toBe('SETUP_REFUSED')
  }
  clock.pass(3600)
  expect(await complete(second, 'root')).toBe('SETUP_REFUSED')
  expect(await listUsers(manager)).toEqual([])
})

test('a bad name or password leaves the code good', async () => {
  const code = await opened()
  expect(await complete(code, 'no name')).toBe('ACCOUNT_INVALID')
  await expect(completeSetup(manager, { code, name: 'root', password: 'short' })).rejects.toMatchObject({
    code: 'PASSWORD_WEAK',
  })
  expect(await complete(code, 'root')).toBe('done')
})

test('an administrator made otherwise meanwhile closes the setup, and nobody else does', async () => {
  const code = await opened()
  await createUser(manager, { name: 'cannot-sign-in', grants: [] })
  expect(await openSetup(manager)).not.toBeNull()
  await createUser(manager, { name: 'anna', openId: { issuer: 'https://id', subject: '1' }, grants: [] })
  expect(await openSetup(manager)).not.toBeNull()
  await createUser(manager, {
    name: 'ben',
    openId: { issuer: 'https://id', subject: '2' },
    grants: [{ target: '*', role: 'admin' }],
  })
  expect(await complete(code, 'root')).toBe('SETUP_REFUSED')
  expect(await openSetup(manager)).toBeNull()
})
