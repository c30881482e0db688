import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeUser } from '../../src/task/change-user.ts'
import { createUser } from '../../src/task/create-user.ts'
import { openSetup } from '../../src/task/open-setup.ts'
import { removeUser } from '../../src/task/remove-user.ts'
import { query } from '../support/database.ts'
import { type TestManager, testManager } from '../support/manager.ts'
import { csrfOf, type ManagedApp, managedApp, PASSWORD, signInAs } from './managed-app.ts'

const SESSION = '/api/v1/session'
const ALL = [{ target: '*', role: 'admin' }] as const

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

const sidOf = (reply: { headers: Record<string, unknown> }): string =>
  String(reply.headers['set-cookie']).replace(/;.*/s, '')

describe('the first start', () => {
  it('has its administrator made by the code in the log, once, who is signed in then', async () => {
    expect((await request(made.app).get(SESSION)).body).toMatchObject({ identity: null, setupOpen: true })
    const code = await openSetup(fresh)
    const agent = request.agent(made.app)
    const setUp = (given: object) =>
      csrfOf(agent).then((token) => agent.post('/api/v1/setup').set('X-CSRF-Token', token).send(given))
    const wrong = await setUp({ code: 'guessed', name: 'anna', password: PASSWORD })
    expect([wrong.status, wrong.body.code]).toEqual([403, 'SETUP_REFUSED'])
    const right = await setUp({ code, name: 'anna', password: PASSWORD })
    expect(right.status).toBe(201)
    expect(right.body.identity).toMatchObject({ kind: 'user', name: 'anna', grants: ALL })
    expect((await agent.get('/api/v1/users')).status).toBe(200)
    expect((await setUp({ code, name: 'eve', password: PASSWORD })).status).toBe(403)
    expect((await request(made.app).get(SESSION)).body.setupOpen).toBe(false)
  })
})

describe('signing in', () => {
  it('takes name and password, and a CSRF token of the own session', async () => {
    const agent = request.agent(made.app)
    expect((await agent.post(SESSION).send({ name: 'anna', password: PASSWORD })).body.code).toBe('CSRF_INVALID')
    const reply = await signInAs(agent, 'ANNA')
    expect(reply.status).toBe(200)
    expect(reply.body.identity.permissions).toContain('administer')
    expect((await agent.get(SESSION)).body.identity.name).toBe('anna')
  })

  it('answers a wrong password and an unknown name alike', async () => {
    const agent = request.agent(made.app)
    const replies = [await signInAs(agent, 'anna', 'wrong password here'), await signInAs(agent, 'nobody', PASSWORD)]
    expect(replies.map(({ status, body }) => [status, body.code, body.detail])).toEqual(
      Array(2).fill([401, 'SIGN_IN_FAILED', replies[0]?.body.detail]),
    )
    expect((await agent.get(SESSION)).body.identity).toBeNull()
  })

  it('begins a session of another id than the one that was there before', async () => {
    const agent = request.agent(made.app)
    const before = await agent.get('/api/v1/database-versions/csrf-token')
    const after = await agent
      .post(SESSION)
      .set('X-CSRF-Token', before.body.token)
      .send({ name: 'anna', password: PASSWORD })
    expect(sidOf(after)).not.toBe(sidOf(before))
    // Whoever planted the one before has nothing of it.
    const planted = await request(made.app).get(SESSION).set('Cookie', sidOf(before))
    expect(planted.body.identity).toBeNull()
  })

  it('gives a cookie that scripts cannot read and other sites do not send', async () => {
    const reply = await signInAs(request.agent(made.app), 'anna')
    expect(String(reply.headers['set-cookie'])).toMatch(/^dvm\.session=.*; Path=\/; .*HttpOnly; SameSite=Strict$/)
    const { server } = made.parts
    const behind = managedApp(fresh, { server: { ...server, publicUrl: 'https://dvm.example' }, hosts: 'any' })
    const secure = await request(behind.app)
      .get('/api/v1/database-versions/csrf-token')
      .set('X-Forwarded-Proto', 'https')
    expect(String(secure.headers['set-cookie'])).toMatch(/^__Host-dvm\.session=.*; HttpOnly; Secure; SameSite=Strict$/)
    behind.dispose()
  })

  it('keeps ids of sessions as digests only', async () => {
    const reply = await signInAs(request.agent(made.app), 'anna')
    const id = decodeURIComponent(sidOf(reply)).replace(/^dvm\.session=s:([^.]+).*/, '$1')
    const rows = await query<{ sid: string; sess: string }>(fresh.url, 'SELECT sid, sess::text FROM dvm.session')
    expect(rows.length).toBeGreaterThan(0)
    expect(JSON.stringify(rows)).not.toContain(id)
  })
})

describe('a session', () => {
  it('is over for whoever has its cookie, once signed out', async () => {
    const { agent, csrf } = await made.person('out', ALL)
    const cookie = sidOf(await agent.get(SESSION))
    expect((await agent.delete(SESSION)).body.code).toBe('CSRF_INVALID')
    expect((await agent.delete(SESSION).set('X-CSRF-Token', csrf)).status).toBe(204)
    expect((await agent.get('/api/v1/users')).status).toBe(401)
    expect((await request(made.app).get('/api/v1/users').set('Cookie', cookie)).status).toBe(401)
  })

  it('is over at once where its user is disabled, removed, or signed out everywhere', async () => {
    for (const [name, end] of [
      ['dis', (id: string) => changeUser(fresh, { id }, { disabled: true })],
      ['rem', (id: string) => removeUser(fresh, { id })],
      ['end', (id: string) => changeUser(fresh, { id }, { endSessions: true })],
    ] as const) {
      const { agent, id } = await made.person(name, ALL)
      expect((await agent.get('/api/v1/users')).status).toBe(200)
      await end(id)
      expect((await agent.get('/api/v1/users')).status, name).toBe(401)
    }
  })

  it('that has ended leaves the browser able to sign in again, and no request without an answer', async () => {
    const { agent, csrf, id } = await made.person('again', ALL)
    const cookie = sidOf(await agent.get(SESSION))
    await changeUser(fresh, { id }, { endSessions: true })
    const replies = await Promise.all(
      Array.from({ length: 8 }, () =>
        request(made.app).delete('/api/v1/sessions').set('Cookie', cookie).set('X-CSRF-Token', csrf),
      ),
    )
    expect(replies.map(({ status }) => status).filter((status) => status !== 401 && status !== 403)).toEqual([])
    expect((await signInAs(agent, 'again')).status).toBe(200)
    expect((await agent.get('/api/v1/users')).status).toBe(200)
  })

  it('is over after its absolute time however often it is used, and after its idle time if it is not', async () => {
    const { server } = made.parts
    const brief = managedApp(fresh, { server: { ...server, session: { idleMs: 60_000, absoluteMs: 300 } } })
    const { agent } = await brief.person('brief', ALL)
    expect((await agent.get('/api/v1/users')).status).toBe(200)
    await expect.poll(async () => (await agent.get('/api/v1/users')).status, { interval: 100 }).toBe(401)
    brief.dispose()
    const idle = managedApp(fresh, { server: { ...server, session: { idleMs: 1_000, absoluteMs: 60_000 } } })
    const { agent: lazy } = await idle.person('lazy', ALL)
    const cookie = sidOf(await lazy.get(SESSION))
    expect((await request(idle.app).get('/api/v1/users').set('Cookie', cookie)).status).toBe(200)
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    expect((await request(idle.app).get('/api/v1/users').set('Cookie', cookie)).status).toBe(401)
    idle.dispose()
  })

  it('is not kept alive by the health that an open page asks for', async () => {
    const { server } = made.parts
    const idle = managedApp(fresh, { server: { ...server, session: { idleMs: 1_500, absoluteMs: 60_000 } } })
    const { agent } = await idle.person('left-open', ALL)
    const health = () => agent.get('/api/v1/database-versions/health')
    expect((await health()).status).toBe(200)
    await expect.poll(async () => (await health()).status, { interval: 200, timeout: 10_000 }).toBe(401)
    idle.dispose()
  })

  it('lives on while somebody uses it', async () => {
    const { server } = made.parts
    const used = managedApp(fresh, { server: { ...server, session: { idleMs: 4_000, absoluteMs: 60_000 } } })
    const { agent } = await used.person('busy', ALL)
    const end = Date.now() + 6_000
    while (Date.now() < end) {
      expect((await agent.get('/api/v1/users')).status).toBe(200)
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
    used.dispose()
  })

  it('goes on after its user changed the password, while all others of theirs end', async () => {
    const { agent, csrf } = await made.person('pass', ALL)
    const other = request.agent(made.app)
    await signInAs(other, 'pass')
    const wrong = await agent
      .put('/api/v1/session/password')
      .set('X-CSRF-Token', csrf)
      .send({ current: 'not the password', next: 'quite another secret' })
    expect(wrong.body.code).toBe('SIGN_IN_FAILED')
    const changed = await agent
      .put('/api/v1/session/password')
      .set('X-CSRF-Token', csrf)
      .send({ current: PASSWORD, next: 'quite another secret' })
    expect(changed.status).toBe(204)
    expect((await agent.get('/api/v1/users')).status).toBe(200)
    expect((await other.get('/api/v1/users')).status).toBe(401)
    expect((await signInAs(request.agent(made.app), 'pass')).status).toBe(401)
  })

  it('is shared by all instances', async () => {
    const { agent } = await made.person('two', ALL)
    const second = managedApp(fresh)
    const cookie = sidOf(await agent.get(SESSION))
    expect((await request(second.app).get(SESSION).set('Cookie', cookie)).body.identity.name).toBe('two')
    second.dispose()
  })
})

describe('an API token', () => {
  it('speaks for its owner, without cookie and CSRF token', async () => {
    const token = await made.token('pipe', ALL, ['administer'])
    const as = { Authorization: `Bearer ${token}` }
    expect((await request(made.app).get('/api/v1/users').set(as)).status).toBe(200)
    const made2 = await request(made.app).post('/api/v1/users').set(as).send({ name: 'by-token', password: PASSWORD })
    expect([made2.status, made2.headers['set-cookie']]).toEqual([201, undefined])
    expect((await request(made.app).get('/api/v1/database-versions').set(as)).body.code).toBe('ACCESS_DENIED')
  })

  it('is taken from the Authorization header only', async () => {
    const token = await made.token('query', ALL, ['administer', 'view'])
    for (const name of ['token', 'access_token', 'authorization']) {
      const reply = await request(made.app).get(`/api/v1/users?${name}=${token}`)
      expect(reply.status, name).not.toBe(200)
    }
    expect((await request(made.app).get('/api/v1/users').set('Cookie', `dvm.session=${token}`)).status).toBe(401)
  })

  it('that is wrong is refused, also beside a good session', async () => {
    const { agent } = await made.person('both', ALL)
    for (const header of ['Bearer dvm_wrong', 'Bearer', 'Basic YTpi', 'nonsense']) {
      const reply = await agent.get('/api/v1/users').set('Authorization', header)
      expect([reply.status, reply.body.code], header).toEqual([401, 'SIGN_IN_REQUIRED'])
      expect(reply.headers['www-authenticate']).toContain('Bearer')
    }
  })

  it('makes no other token, and changes no password', async () => {
    const token = await made.token('greedy', ALL, ['administer', 'view'])
    const as = { Authorization: `Bearer ${token}` }
    const minted = await request(made.app)
      .post('/api/v1/tokens')
      .set(as)
      .send({ name: 'more', scopes: ['view'] })
    const password = { current: PASSWORD, next: 'quite another secret' }
    const changed = await request(made.app).put('/api/v1/session/password').set(as).send(password)
    expect([minted.body.code, changed.body.code]).toEqual(['ACCESS_DENIED', 'ACCESS_DENIED'])
  })

  it('is shown once, listed without its secret, and dead once revoked', async () => {
    const { agent, csrf } = await made.person('owner', [{ target: '*', role: 'viewer' }])
    const issue = (body: object) => agent.post('/api/v1/tokens').set('X-CSRF-Token', csrf).send(body)
    const beyond = await issue({ name: 'greedy', scopes: ['administer'] })
    expect(beyond.body.code).toBe('ACCOUNT_INVALID')
    const issued = (await issue({ name: 'one', scopes: ['view'] })).body
    const listed = await agent.get('/api/v1/tokens')
    expect(listed.body.tokens.map(({ name }: { name: string }) => name)).toEqual(['one'])
    expect(listed.text).not.toContain(issued.token)
    expect((await agent.get('/api/v1/tokens?owner=everybody')).body.code).toBe('ACCESS_DENIED')
    expect((await agent.delete(`/api/v1/tokens/${issued.id}`).set('X-CSRF-Token', csrf)).status).toBe(204)
    const use = () => request(made.app).get(SESSION).set('Authorization', `Bearer ${issued.token}`)
    await expect.poll(async () => (await use()).status, { timeout: 5_000 }).toBe(401)
  })
})

describe('users', () => {
  it('are made, changed and removed by administrators', async () => {
    const { agent, csrf } = await made.person('boss', ALL)
    const send = (method: 'post' | 'patch' | 'put' | 'delete', path: string, body?: object) =>
      agent[method](`/api/v1${path}`).set('X-CSRF-Token', csrf).send(body)
    const grants = [{ target: 'default', role: 'viewer' }]
    const { body: user, status } = await send('post', '/users', { name: 'new', password: PASSWORD, grants })
    expect([status, user.name, user.grants]).toEqual([201, 'new', grants])
    expect((await send('post', '/users', { name: 'NEW', password: PASSWORD })).body.code).toBe('USER_EXISTS')
    expect((await send('post', '/users', { name: 'weak', password: 'short' })).body.code).toBe('PASSWORD_WEAK')
    expect((await send('patch', `/users/${user.id}`, { displayName: 'Neu', grants: [] })).body).toMatchObject({
      displayName: 'Neu',
      grants: [],
    })
    expect((await send('put', `/users/${user.id}/password`, { password: 'another good secret' })).status).toBe(204)
    expect((await signInAs(request.agent(made.app), 'new', 'another good secret')).status).toBe(200)
    expect((await send('delete', `/users/${user.id}/lock`)).status).toBe(204)
    expect((await send('delete', `/users/${user.id}`)).status).toBe(204)
    expect((await agent.get(`/api/v1/users/${user.id}`)).body.code).toBe('USER_NOT_FOUND')
  })

  it('do not change by members that a body should not have', async () => {
    const { agent, csrf } = await made.person('mass', ALL)
    const { id } = await createUser(fresh, { name: 'victim', password: PASSWORD, grants: [] })
    for (const body of [{ passwordHash: 'x' }, { id: 'x' }, { session_epoch: 9 }]) {
      const reply = await agent.patch(`/api/v1/users/${id}`).set('X-CSRF-Token', csrf).send(body)
      expect(reply.status).toBe(422)
    }
    const polluted = await agent
      .patch(`/api/v1/users/${id}`)
      .set('X-CSRF-Token', csrf)
      .set('Content-Type', 'application/json')
      .send('{"__proto__":{"disabled":true}}')
    expect(polluted.status).toBe(422)
    expect((await agent.get(`/api/v1/users/${id}`)).body.disabledAt).toBeNull()
  })
})
