import { afterAll, beforeAll, expect, test } from 'vitest'
import { hasAdmin, withAccountLock } from '../../src/account/with-account-lock.ts'
import { insertUser, replaceGrants } from '../../src/account/write-users.ts'
import { query } from '../support/database.ts'
import { type TestManager, testManager } from '../support/manager.ts'

let manager: TestManager
beforeAll(async () => {
  manager = await testManager()
})
afterAll(() => manager.dispose())

function admin(name: string): Promise<string> {
  const user = { name, displayName: null, passwordHash: null, openId: { issuer: 'https://id', subject: name } }
  return manager.database.withClient((client) =>
    insertUser(client, { ...user, grants: [{ target: '*', role: 'admin' }] }, new Date()),
  )
}

/** Settles when a session waits for the lock; a change that does not wait ends the test by its result. */
async function untilOneWaits(): Promise<'waits'> {
  for (;;) {
    const [row] = await query<{ n: number }>(
      manager.url,
      `SELECT count(*)::int AS n FROM pg_locks
       WHERE locktype = 'advisory' AND NOT granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    )
    if (row?.n === 1) return 'waits'
  }
}

test('a change waits for the one before it, and then sees what that one left: one administrator stays', async () => {
  const [first, second] = [await admin('first'), await admin('second')]
  let go: () => void = () => undefined
  const gate = new Promise<void>((resolve) => {
    go = resolve
  })
  const begun = new Promise<void>((resolve) => {
    void withAccountLock(manager.database, async (client) => {
      await replaceGrants(client, first, [])
      resolve()
      await gate
    })
  })
  await begun
  const other = withAccountLock(manager.twin().database, (client) => replaceGrants(client, second, [])).then(
    () => 'done',
    (error: { code: string }) => error.code,
  )
  expect(await Promise.race([other, untilOneWaits()])).toBe('waits')
  go()
  expect(await other).toBe('LAST_ADMIN')
  expect(await query(manager.url, "SELECT user_id FROM dvm.user_grant WHERE role = 'admin'")).toEqual([
    { user_id: second },
  ])
})

test('a change that fails is undone as a whole', async () => {
  const failing = withAccountLock(manager.database, async (client) => {
    await client.query('DELETE FROM dvm.user_account')
    expect(await hasAdmin(client)).toBe(false)
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await manager.database.withClient(hasAdmin)).toBe(true)
})
