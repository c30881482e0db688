import { afterAll, beforeAll, expect, it } from 'vitest'
import { createUser } from '../../src/task/create-user.ts'
import { openSetup } from '../../src/task/open-setup.ts'
import { sharedSecret } from '../../src/task/shared-secret.ts'
import { freshDatabase, query } from '../support/database.ts'
import { type TestManager, testManager } from '../support/manager.ts'
import { buildDump } from './build-dump.ts'

let shared: TestManager

beforeAll(async () => {
  shared = await testManager()
  await openSetup(shared)
  await createUser(shared, { name: 'anna', password: 'seven wild plums under snow', grants: [] })
  await query(shared.url, "CREATE TABLE orders (note text); INSERT INTO orders VALUES ('an order')")
})
afterAll(() => shared.dispose())

it.each([{}, { schemas: ['dvm', 'public'] }, { rowsPerInsert: 10 }])(
  'a package of a database that a server shares has no row of that server (%j)',
  async (wishes) => {
    const secret = (await sharedSecret(shared, 'session')).toString('hex')
    const { text, manifest } = await buildDump('full', shared.url, wishes)
    expect(text).toContain('an order')
    expect(text).toContain('CREATE TABLE dvm.user_account')
    for (const told of ['anna', '$scrypt$', secret]) expect(text.includes(told), told).toBe(false)
    expect(manifest.leftOut).toEqual(expect.arrayContaining(['rows of dvm.user_account', 'rows of dvm.shared_secret']))
  },
)

it("an application's own schema of that name is taken as it is", async () => {
  const other = await freshDatabase()
  await query(
    other.url,
    "CREATE SCHEMA dvm; CREATE TABLE dvm.session (a text); INSERT INTO dvm.session VALUES ('mine')",
  )
  const { text, manifest } = await buildDump('full', other.url)
  await other.drop()
  expect(text).toContain('mine')
  expect(manifest.leftOut).toEqual([])
})
