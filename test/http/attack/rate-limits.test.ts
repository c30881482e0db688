import request from 'supertest'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Limits } from '../../../src/http/limit/limits.ts'
import { createLimits, type LimitRules } from '../../../src/http/limit/limits.ts'
import { type ServerSettings, USUAL_SERVER } from '../../../src/model/server-settings.ts'
import { createUser } from '../../../src/task/create-user.ts'
import { query } from '../../support/database.ts'
import { type TestManager, testManager } from '../../support/manager.ts'
import { csrfOf, type ManagedApp, managedApp, PASSWORD, signInAs } from '../managed-app.ts'

const GENEROUS: LimitRules = {
  requestsPerMinute: 10_000,
  signInsPerMinute: 1_000,
  signInsPerHour: 1_000,
  sessionsPerMinute: 1_000,
  badTokensPerMinute: 1_000,
}
const BEHIND_PROXY = { ...USUAL_SERVER, trustProxy: 1 }

let fresh: TestManager
beforeAll(async () => {
  fresh = await testManager()
  await createUser(fresh, { name: 'anna', password: PASSWORD, grants: [{ target: '*', role: 'admin' }] })
})
afterAll(() => fresh.dispose())

const opened: { readonly made: ManagedApp; readonly limits: Limits }[] = []
afterEach(async () => {
  for (const { made, limits } of opened.splice(0)) {
    await limits.close()
    made.dispose()
  }
  await query(fresh.url, 'TRUNCATE dvm.rate_limit')
})

/** An instance, on connections of its own. */
function instance(rules: Partial<LimitRules>, server: ServerSettings = BEHIND_PROXY): ManagedApp {
  const manager = fresh.twin()
  const limits = createLimits(manager, { ...GENEROUS, ...rules })
  const made = managedApp(manager, { limits, server })
  opened.push({ made, limits })
  return made
}

const from = (address: string) => ({ 'X-Forwarded-For': address })

async function guess({ app }: ManagedApp, address: string, name = 'anna', password = 'wrong password here') {
  const agent = request.agent(app).set(from(address))
  return signInAs(agent, name, password)
}

describe('whoever asks too often', () => {
  it('is refused, and told by standard headers when to come back', async () => {
    const made = instance({ requestsPerMinute: 5 })
    const ask = () => request(made.app).get('/api/v1/session').set(from('192.0.2.1'))
    const first = await ask()
    expect(first.status).toBe(200)
    expect(first.headers['ratelimit-policy']).toBe('"identity";q=5;w=60')
    expect(first.headers['ratelimit']).toMatch(/^"identity";r=4;t=\d+$/)
    for (let more = 0; more < 4; more += 1) expect((await ask()).status).toBe(200)
    const refused = await ask()
    expect([refused.status, refused.body.code, refused.type]).toEqual([429, 'RATE_LIMITED', 'application/problem+json'])
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60)
    expect(refused.headers['cache-control']).toBe('no-store')
    expect((await request(made.app).get('/api/v1/session').set(from('192.0.2.2'))).status).toBe(200)
  })

  it('is one and the same at every address and with every session, and not who else is there', async () => {
    const made = instance({ requestsPerMinute: 30 })
    const token = await made.token('busy', [{ target: '*', role: 'admin' }], ['administer'])
    const other = await made.token('calm', [{ target: '*', role: 'admin' }], ['administer'])
    const ask = (who: string, address: string) =>
      request(made.app).get('/api/v1/users').set('Authorization', `Bearer ${who}`).set(from(address))
    for (let turn = 0; turn < 30; turn += 1) expect((await ask(token, `198.51.100.${turn}`)).status).toBe(200)
    expect((await ask(token, '198.51.100.99')).status).toBe(429)
    expect((await ask(other, '198.51.100.99')).status).toBe(200)
  })

  it('cannot do so from a /64 full of addresses', async () => {
    const made = instance({ requestsPerMinute: 3 })
    const ask = (address: string) => request(made.app).get('/api/v1/session').set(from(address))
    for (let host = 1; host <= 3; host += 1) expect((await ask(`2001:db8::${host}`)).status).toBe(200)
    expect((await ask('2001:db8::ffff:1')).status).toBe(429)
    expect((await ask('2001:db8:0:1::1')).status).toBe(200)
  })

  it('cannot be another by what a header says, where no proxy is trusted', async () => {
    const made = instance({ requestsPerMinute: 3 }, USUAL_SERVER)
    const ask = (address: string) =>
      request(made.app)
        .get('/api/v1/session')
        .set({ ...from(address), Forwarded: `for=${address}` })
    for (let host = 1; host <= 3; host += 1) expect((await ask(`192.0.2.${host}`)).status).toBe(200)
    expect((await ask('192.0.2.9')).status).toBe(429)
  })

  it('is the same at every instance', async () => {
    const [one, other] = [instance({ requestsPerMinute: 100 }), instance({ requestsPerMinute: 100 })]
    const ask = async ({ app }: ManagedApp) => (await request(app).get('/api/v1/session').set(from('192.0.2.7'))).status
    for (let turn = 0; turn < 100; turn += 1) expect(await ask(one)).toBe(200)
    // It is told of what the others let in a moment after its own first request; alone it would not come so far.
    await expect.poll(() => ask(other), { timeout: 5_000, interval: 100 }).toBe(429)
  })

  it('is a network too, whoever asks from there', async () => {
    const made = instance({ requestsPerMinute: 1 })
    const ask = () => request(made.app).get('/api/v1/session').set(from('192.0.2.1'))
    const policies: unknown[] = []
    for (let turn = 0; turn < 11; turn += 1) policies.push((await ask()).headers['ratelimit-policy'])
    expect(policies.slice(-2)).toEqual(['"identity";q=1;w=60', '"address";q=10;w=60'])
  })

  it('has used up more by a build than by a question', async () => {
    const made = instance({ requestsPerMinute: 100 })
    const token = await made.token('builder', [{ target: '*', role: 'admin' }], ['view', 'database-management'])
    const left = async (path: string) => {
      const reply = await request(made.app).get(path).set('Authorization', `Bearer ${token}`)
      return [reply.status, reply.headers['ratelimit']?.replace(/;t=.*/, '')]
    }
    expect(await left('/database-versions/package/sql?kind=offline')).toEqual([200, '"identity";r=99'])
    expect(await left('/api/v1/session')).toEqual([200, '"identity";r=88'])
    expect(await left('/api/v1/session')).toEqual([200, '"identity";r=87'])
  })

  it('is not a probe', async () => {
    const made = instance({ requestsPerMinute: 1 })
    for (let turn = 0; turn < 20; turn += 1) {
      const reply = await request(made.app).get('/livez').set(from('192.0.2.1'))
      expect([reply.status, reply.headers['ratelimit']]).toEqual([200, undefined])
    }
  })
})

describe('whoever guesses', () => {
  it('passwords has few tries, for whatever names and from however many sessions, while others sign in', async () => {
    const made = instance({ signInsPerMinute: 3 })
    for (const name of ['anna', 'bert', 'carl']) expect((await guess(made, '192.0.2.1', name)).status).toBe(401)
    const refused = await guess(made, '192.0.2.1', 'dora')
    expect([refused.status, refused.body.code]).toEqual([429, 'RATE_LIMITED'])
    expect(refused.headers['ratelimit-policy']).toBe('"sign-in";q=3;w=60')
    expect((await guess(made, '192.0.2.1', 'anna', PASSWORD)).status).toBe(429)
    expect((await guess(made, '192.0.2.2', 'anna', PASSWORD)).status).toBe(200)
  })

  it('at several instances at once has no more', async () => {
    const both = [instance({ signInsPerMinute: 3 }), instance({ signInsPerMinute: 3 })]
    const tries = Array.from({ length: 8 }, (_, index) =>
      guess(both[index % 2] as ManagedApp, '192.0.2.1', `u${index}`),
    )
    const statuses = (await Promise.all(tries)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 401)).toHaveLength(3)
  })

  it('has the hour against him as well', async () => {
    const made = instance({ signInsPerHour: 2 })
    for (let turn = 0; turn < 2; turn += 1) expect((await guess(made, '192.0.2.1', 'x')).status).toBe(401)
    const refused = await guess(made, '192.0.2.1', 'x')
    expect([refused.status, Number(refused.headers['retry-after']) > 60]).toEqual([429, true])
  })

  it('the code of the setup is counted with those', async () => {
    const made = instance({ signInsPerMinute: 2 })
    const agent = request.agent(made.app).set(from('192.0.2.1'))
    const token = await csrfOf(agent)
    const body = { code: 'guessed', name: 'eve', password: PASSWORD }
    const codes: unknown[] = []
    for (let turn = 0; turn < 3; turn += 1) {
      codes.push((await agent.post('/api/v1/setup').set('X-CSRF-Token', token).send(body)).body.code)
    }
    expect(codes).toEqual(['SETUP_REFUSED', 'SETUP_REFUSED', 'RATE_LIMITED'])
  })

  it('tokens is refused for all tokens, before anybody looks', async () => {
    const made = instance({ badTokensPerMinute: 2 })
    const token = await made.token('good', [{ target: '*', role: 'admin' }], ['administer'])
    const ask = async (text: string, address: string) =>
      (await request(made.app).get('/api/v1/users').set('Authorization', `Bearer ${text}`).set(from(address))).status
    for (let turn = 0; turn < 3; turn += 1) expect(await ask(`dvm_${turn}`, '192.0.2.1')).toBe(401)
    expect([await ask(token, '192.0.2.1'), await ask(token, '192.0.2.2')]).toEqual([429, 200])
  })

  it('begins no row of a session for each try', async () => {
    const made = instance({ sessionsPerMinute: 2 })
    const ask = () => request(made.app).get('/api/v1/database-versions/csrf-token').set(from('192.0.2.1'))
    expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([200, 200, 429])
    const before = await query(fresh.url, 'SELECT FROM dvm.session')
    await ask()
    expect(await query(fresh.url, 'SELECT FROM dvm.session')).toHaveLength(before.length)
  })
})

it('signing in rightly uses nothing up', async () => {
  const made = instance({ signInsPerMinute: 1 })
  for (let turn = 0; turn < 3; turn += 1) {
    expect((await guess(made, '192.0.2.1', 'anna', PASSWORD)).status).toBe(200)
  }
})

it('goes on counting, in memory, while the tables are away', async () => {
  const made = instance({ requestsPerMinute: 5 })
  const ask = async () => (await request(made.app).get('/api/v1/session').set(from('192.0.2.1'))).status
  await query(fresh.url, 'ALTER TABLE dvm.rate_limit RENAME TO gone')
  const statuses: number[] = []
  for (let turn = 0; turn < 7; turn += 1) statuses.push(await ask())
  await query(fresh.url, 'ALTER TABLE dvm.gone RENAME TO rate_limit')
  expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429])
})
