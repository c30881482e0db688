import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OPENID_CALLBACK, OPENID_START } from '../../src/http/contract/openid-routes.ts'
import { limitsOn, USUAL_RULES } from '../../src/http/limit/limits.ts'
import { createOpenId } from '../../src/http/openid/open-id.ts'
import { silentLog } from '../../src/kit/log.ts'
import { USUAL_SERVER } from '../../src/model/server-settings.ts'
import { createUser } from '../../src/task/create-user.ts'
import { type TestManager, testManager } from '../support/manager.ts'
import { type Oddness, type OddProvider, oddProvider } from '../support/odd-open-id-provider.ts'
import { type ManagedApp, managedApp } from './managed-app.ts'
import { USUAL_OPENID } from './openid-app.ts'

let manager: TestManager
let provider: OddProvider

beforeAll(async () => {
  manager = await testManager()
  provider = await oddProvider()
  const openId = { issuer: provider.issuer, subject: 'sub' }
  await createUser(manager, { name: 'anna', openId, grants: [{ target: '*', role: 'viewer' }] })
})
afterAll(async () => {
  await provider.close()
  await manager.dispose()
})

describe('a server without a provider', () => {
  it('has no such sign-in', async () => {
    const made = managedApp(manager)
    expect((await request(made.app).get('/api/v1/session')).body.openId).toBeNull()
    for (const path of [OPENID_START, OPENID_CALLBACK]) {
      const { status, body } = await request(made.app).get(path)
      expect([status, body.code]).toEqual([404, 'NOT_FOUND'])
    }
    made.dispose()
  })

  it('never loads the library: it is imported where it is used, and nowhere else', () => {
    const root = fileURLToPath(new URL('../../src', import.meta.url))
    const files = readdirSync(root, { recursive: true }).map(String)
    const lines = files
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => readFileSync(join(root, file), 'utf8').split('\n'))
      .filter((line) => line.includes("'openid-client'"))
    expect(lines.filter((line) => /^(import|export) (?!type )/.test(line))).toEqual([])
    expect(lines.some((line) => line.includes("await import('openid-client')"))).toBe(true)
  })
})

describe('behind a proxy that speaks TLS', () => {
  let made: ManagedApp
  const tls = (path: string, method: 'get' | 'head' = 'get') =>
    request(made.app)[method](path).set('X-Forwarded-Proto', 'https')
  const cookieOf = (reply: { headers: Record<string, unknown> }) => String(reply.headers['set-cookie'])

  beforeAll(() => {
    const openId = createOpenId({ ...USUAL_OPENID, issuer: provider.issuer }, null, silentLog)
    const server = { ...USUAL_SERVER, publicUrl: 'https://dvm.example' }
    made = managedApp(manager, { openId, server, hosts: 'any' })
  })
  afterAll(() => made.dispose())

  /** A sign-in that is as far as the provider's answer. */
  async function began() {
    const start = await tls(OPENID_START)
    const back = provider.answer({ url: new URL('https://dvm.example'), ...start, status: 302, text: '' })
    return { start, back, path: back.pathname + back.search, cookie: cookieOf(start).replace(/;.*/s, '') }
  }

  it('people come back to what they call it by, and the cookies are Secure', async () => {
    const { start, back, path, cookie } = await began()
    expect(back.href).toMatch(/^https:\/\/dvm\.example\/api\/v1\/openid\/callback\?/)
    expect(cookieOf(start)).toMatch(/^__Secure-dvm\.openid=.*; HttpOnly; Secure; SameSite=Lax$/)
    const reply = await tls(path).set('Cookie', cookie)
    expect([reply.status, reply.headers['location']]).toEqual([303, '/'])
    expect(cookieOf(reply)).toMatch(/__Host-dvm\.session=.*; HttpOnly; Secure; SameSite=Strict/)
  })

  it('neither a HEAD nor a request with an API token uses an attempt up', async () => {
    const { path, cookie } = await began()
    expect((await tls(path, 'head').set('Cookie', cookie)).headers['location']).toBe('/#sign-in=failed')
    const token = await made.token('ci', [{ target: '*', role: 'viewer' }], ['view'])
    const spoken = await tls(path).set('Cookie', cookie).set('Authorization', `Bearer ${token}`)
    expect(spoken.headers['location']).toBe('/#sign-in=failed')
    expect((await tls(path).set('Cookie', cookie)).headers['location']).toBe('/')
  })

  it('two that bring the same answer at once are one too many', async () => {
    const { path, cookie } = await began()
    const replies = await Promise.all([1, 2, 3].map(() => tls(path).set('Cookie', cookie)))
    expect(replies.map(({ headers }) => headers['location']).sort()).toEqual([
      '/',
      '/#sign-in=failed',
      '/#sign-in=failed',
    ])
  })

  it('answers that fail are counted as wrong passwords are, and those that succeed are not', async () => {
    const rules = { ...USUAL_RULES, requestsPerMinute: 600, signInsPerMinute: 2 }
    const limits = limitsOn(({ points, seconds }) => new RateLimiterMemory({ points, duration: seconds }), rules)
    const { app, dispose } = managedApp(manager, { ...made.parts, limits })
    const answered = async (oddness: Oddness) => {
      provider.be({})
      const { path, cookie } = await began()
      provider.be(oddness)
      const reply = await request(app).get(path).set({ Cookie: cookie, 'X-Forwarded-Proto': 'https' })
      return reply.headers['location'] ?? reply.body.code
    }
    for (let time = 0; time < 4; time += 1) expect(await answered({})).toBe('/')
    const failures = [await answered({ foreignKey: true }), await answered({ foreignKey: true }), await answered({})]
    expect(failures).toEqual(['/#sign-in=failed', '/#sign-in=failed', 'RATE_LIMITED'])
    await limits.close()
    dispose()
  })
})
