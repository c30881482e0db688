import request from 'supertest'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { listUsers } from '../../src/task/list-users.ts'
import { openSetup } from '../../src/task/open-setup.ts'
import { type TestManager, testManager } from '../support/manager.ts'
import { type ManagedApp, managedApp, PASSWORD } from './managed-app.ts'

let fresh: TestManager
let made: ManagedApp

beforeAll(async () => {
  fresh = await testManager()
  made = managedApp(fresh)
})
afterAll(async () => {
  made.dispose()
  await fresh.dispose()
})

const ALL = [{ target: '*', role: 'admin' }] as const

it('signing in is refused to an API token, before anything is looked at', async () => {
  const local = managedApp(fresh, { signIn: false })
  const code = await openSetup(fresh)
  const setup = await request(local.app)
    .post('/api/v1/setup')
    .set('Authorization', 'x')
    .send({ code, name: 'eve', password: PASSWORD })
  expect([setup.status, setup.body.code]).toEqual([422, 'REQUEST_INVALID'])
  expect(await listUsers(fresh)).toEqual([])
  local.dispose()

  const as = { Authorization: `Bearer ${await made.token('anna', ALL, ['administer'])}` }
  const signIn = await request(made.app).post('/api/v1/session').set(as).send({ name: 'anna', password: PASSWORD })
  expect([signIn.status, signIn.body.code, signIn.headers['set-cookie']]).toEqual([422, 'REQUEST_INVALID', undefined])
  const csrf = await request(made.app).get('/api/v1/database-versions/csrf-token').set(as)
  expect([csrf.status, csrf.body.code]).toEqual([422, 'REQUEST_INVALID'])
})

it('the audit log is asked for nothing that PostgreSQL cannot read', async () => {
  const { agent } = await made.person('dora', ALL)
  for (const query of [
    'actor=%00',
    'from=0000-01-01T00:00:00Z',
    'to=9999-12-31T23:59:59Z',
    'to=9999-12-31T23:59:59-23:59',
    'from=0001-01-01T00:00:00%2B23:59',
  ]) {
    expect((await agent.get(`/api/v1/audit-events?${query}`)).status, query).toBe(422)
  }
  const far = await agent.get('/api/v1/audit-events?from=2026-01-01T00:00:00%2B23:59')
  expect(far.status).toBe(200)
})
