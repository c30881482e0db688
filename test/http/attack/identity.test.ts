import request, { type Agent } from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Grant } from '../../../src/model/account.ts'
import { createUser } from '../../../src/task/create-user.ts'
import { issueToken } from '../../../src/task/issue-token.ts'
import { query } from '../../support/database.ts'
import { csrfOf, PASSWORD, type Person, signInAs } from '../managed-app.ts'
import { type Besieged, besieged } from './besieged.ts'

const SESSION = '/api/v1/session'
const USERS = '/api/v1/users'
const ADMIN: readonly Grant[] = [{ target: '*', role: 'admin' }]

let place: Besieged
let admin: Person

beforeAll(async () => {
  place = await besieged()
  admin = await place.made.person('admin', ADMIN)
})
afterAll(() => place.dispose())

const cookieOf = async (agent: Agent): Promise<string> =>
  String((await agent.get(SESSION)).headers['set-cookie']).replace(/;.*/s, '')

describe('a page of another site', () => {
  const post = (headers: Record<string, string>) =>
    admin.agent.post(USERS).set('X-CSRF-Token', admin.csrf).set(headers).send({ name: 'forged', grants: [] })

  it.each([
    ['another origin', { Origin: 'https://evil.example' }],
    ['no origin at all, as sandboxed pages have', { Origin: 'null' }],
    ['our host on another port', { Origin: 'http://127.0.0.1:1' }],
    ['our name in front of theirs', { Origin: 'http://127.0.0.1.evil.example' }],
    ['another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a neighbour of our site', { 'Sec-Fetch-Site': 'same-site' }],
    ['a form sent as navigation', { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' }],
  ])('changes nothing, though it had cookie and token: %s', async (_what, headers) => {
    const reply = await post(headers)
    expect([reply.status, reply.body.code]).toEqual([403, 'ORIGIN_REFUSED'])
  })

  it('reads nothing either, and is let in by no preflight', async () => {
    const read = await admin.agent.get(USERS).set('Sec-Fetch-Site', 'cross-site').set('Sec-Fetch-Mode', 'cors')
    expect(read.body.code).toBe('ORIGIN_REFUSED')
    const asked = await admin.agent
      .options(USERS)
      .set({ Origin: 'https://evil.example', 'Access-Control-Request-Method': 'POST' })
    const allowed = Object.keys(asked.headers).filter((name) => name.startsWith('access-control-'))
    expect(allowed).toEqual([])
  })

  it('gets nowhere with a token in query, body, cookie or under another name', async () => {
    const { agent, csrf } = admin
    const body = { name: 'forged', grants: [] }
    const replies = [
      await agent.post(`${USERS}?_csrf=${encodeURIComponent(csrf)}`).send(body),
      await agent.post(USERS).send({ ...body, _csrf: csrf }),
      await agent
        .post(USERS)
        .type('form')
        .send({ ...body, _csrf: csrf }),
      await agent
        .post(USERS)
        .set('Cookie', `${await cookieOf(agent)}; _csrf=${csrf}; XSRF-TOKEN=${csrf}`)
        .send(body),
      await agent.post(USERS).set('X-XSRF-Token', csrf).set('CSRF-Token', csrf).send(body),
    ]
    expect(replies.map((reply) => reply.body.code)).toEqual(Array(5).fill('CSRF_INVALID'))
    expect(await query(place.manager.url, "SELECT FROM dvm.user_account WHERE name = 'forged'")).toEqual([])
  })

  it('makes no rows of sessions by requests that bring none', async () => {
    const count = async () => (await query(place.manager.url, 'SELECT FROM dvm.session')).length
    const before = await count()
    for (let attempt = 0; attempt < 5; attempt += 1) await request(place.url).post(SESSION).send({})
    for (const path of ['/', SESSION, USERS]) await request(place.url).get(path).set('Cookie', 'dvm.session=s%3Aa.b')
    expect(await count()).toBe(before)
  })
})

describe('a session', () => {
  it('that somebody planted is not the one that is signed in', async () => {
    const attacker = request.agent(place.url)
    const token = await csrfOf(attacker)
    const planted = String((await attacker.get('/api/v1/database-versions/csrf-token')).headers['set-cookie'])
    const cookie = planted.replace(/;.*/s, '')
    const victim = await request(place.url)
      .post(SESSION)
      .set('Cookie', cookie)
      .set('X-CSRF-Token', token)
      .send({ name: 'admin', password: PASSWORD })
    expect(victim.status).toBe(200)
    expect(String(victim.headers['set-cookie'])).not.toContain(cookie)
    expect((await request(place.url).get(SESSION).set('Cookie', cookie)).body.identity).toBeNull()
    expect((await attacker.get(USERS)).status).toBe(401)
  })

  it('is worth nothing under an id that we did not make, or whose signature is not ours', async () => {
    const real = decodeURIComponent((await cookieOf(admin.agent)).replace('dvm.session=', ''))
    const [id = ''] = real.slice(2).split('.')
    const forged = [
      `s:${id}.x`,
      `s:${id}`,
      id,
      `s:.${real.split('.')[1]}`,
      `j:{"userId":"${admin.id}"}`,
      'x'.repeat(4_000),
    ]
    for (const value of forged) {
      const reply = await request(place.url)
        .get(USERS)
        .set('Cookie', `dvm.session=${encodeURIComponent(value)}`)
      expect(reply.status, value).toBe(401)
    }
  })

  it('replayed after signing out is nobody', async () => {
    const agent = request.agent(place.url)
    await signInAs(agent, 'admin')
    const cookie = await cookieOf(agent)
    const csrf = await csrfOf(agent)
    expect((await agent.delete(SESSION).set('X-CSRF-Token', csrf)).status).toBe(204)
    const headers = { Cookie: cookie, 'X-CSRF-Token': csrf }
    expect((await request(place.url).get(USERS).set(headers)).status).toBe(401)
    expect((await request(place.url).post(USERS).set(headers).send({ name: 'late' })).body.code).toBe('CSRF_INVALID')
  })
})

describe('who guesses', () => {
  it('learns of no user, neither by status nor by words or headers', async () => {
    await createUser(place.manager, { name: 'disabled', password: PASSWORD, grants: [] })
    await query(place.manager.url, "UPDATE dvm.user_account SET disabled_at = now() WHERE name = 'disabled'")
    await createUser(place.manager, { name: 'without', grants: [] })
    const agent = request.agent(place.url)
    const replies = []
    for (const name of ['admin', 'nobody-here', 'disabled', 'without', '', 'a'.repeat(100)].filter(Boolean)) {
      const { status, body, headers } = await signInAs(agent, name, 'wrong password here')
      const names = Object.keys(headers).filter((header) => !/^(date|etag|set-cookie)$/.test(header))
      replies.push({ status, code: body.code, detail: body.detail, hint: body.hint, names })
    }
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1)
  })

  it('is locked out whatever the name is dressed in, and from however many sessions', async () => {
    await createUser(place.manager, { name: 'Locked', password: PASSWORD, grants: [] })
    for (const name of ['locked', 'LOCKED', 'Locked', 'lOcKeD', 'locked']) {
      await signInAs(request.agent(place.url), name, 'wrong password here')
    }
    const counted =
      "UPDATE dvm.user_account SET locked_until = now() + interval '1 hour' WHERE name = 'Locked' RETURNING failed_sign_ins"
    // The lock itself is a second long, which may have passed: what counts is that all of them were counted.
    expect(await query(place.manager.url, counted)).toEqual([{ failed_sign_ins: 5 }])
    for (const name of ['Locked', 'LOCKED']) {
      expect((await signInAs(request.agent(place.url), name)).body.code, name).toBe('SIGN_IN_FAILED')
    }
    // Other writings of it are other names, and nobody's.
    for (const name of [
      ' locked',
      'locked ',
      'locked\u0000',
      'ｌｏｃｋｅｄ',
      'lock\u00ADed',
      'loc\u212Aed',
      "locked'--",
    ]) {
      expect((await signInAs(request.agent(place.url), name)).status, name).toBe(401)
    }
  })
})

describe('more than one was given', () => {
  const as = ({ agent, csrf }: Person) => ({
    post: (path: string, body: object) => agent.post(path).set('X-CSRF-Token', csrf).send(body),
    patch: (path: string, body: object) => agent.patch(path).set('X-CSRF-Token', csrf).send(body),
  })

  it('cannot be had by who packs or operates: neither by users, grants, passwords nor tokens', async () => {
    for (const role of ['packager', 'operator'] as const) {
      const person = await place.made.person(role, [{ target: '*', role }])
      const { post, patch } = as(person)
      const codes = [
        await patch(`${USERS}/${person.id}`, { grants: ADMIN }),
        await post(USERS, { name: 'mine', password: PASSWORD, grants: ADMIN }),
        await person.agent
          .put(`${USERS}/${admin.id}/password`)
          .set('X-CSRF-Token', person.csrf)
          .send({ password: PASSWORD }),
        await person.agent.delete(`${USERS}/${admin.id}`).set('X-CSRF-Token', person.csrf),
        await person.agent.get('/api/v1/tokens?owner=everybody'),
      ].map(({ body }) => body.code)
      expect(codes, role).toEqual(Array(5).fill('ACCESS_DENIED'))
      const minted = await post('/api/v1/tokens', { name: 'more', scopes: ['administer'] })
      expect(minted.body.code, role).toBe('ACCOUNT_INVALID')
    }
  })

  it('is not what an administrator of one target is: users are of all', async () => {
    const person = await place.made.person('local-admin', [{ target: 'other', role: 'admin' }])
    expect((await person.agent.get(USERS)).body.code).toBe('ACCESS_DENIED')
    const raised = await as(person).patch(`${USERS}/${person.id}`, { grants: ADMIN })
    expect(raised.body.code).toBe('ACCESS_DENIED')
    expect((await person.agent.get('/api/v1/audit-events')).body.code).toBe('ACCESS_DENIED')
  })

  it('target cannot be asked by who was given one, whatever the query looks like', async () => {
    const { agent } = await place.made.person('viewer', [{ target: 'other', role: 'packager' }])
    const ask = async (asked: string) => (await agent.get(`/database-versions${asked}`)).status
    expect(await ask('?target=other')).toBe(200)
    for (const asked of ['', '?target=default', '?target=other&target=default', '?target=default&target=other']) {
      expect(await ask(asked), asked).toBe(403)
    }
    for (const asked of [
      '?target=OTHER',
      '?target=*',
      '?target=',
      '?target[]=other',
      '?target=other%00',
      '?Target=other',
    ]) {
      expect([403, 422], asked).toContain(await ask(asked))
    }
    const between = await agent.get(
      '/database-versions/package/environment?target=other&sourceTarget=other&targetTarget=default',
    )
    expect(between.status).toBeGreaterThanOrEqual(403)
    expect((await agent.get('/database-versions/package/sql?target=default')).status).toBe(403)
    const listed = (await agent.get('/api/v1/targets')).body.targets.map(({ name }: { name: string }) => name)
    expect(listed).toEqual(['other'])
  })

  it('target is not what a token of one target opens, nor more than its scopes, nor longer than its owner', async () => {
    const { id } = await createUser(place.manager, { name: 'owner', password: PASSWORD, grants: ADMIN })
    const { token } = await issueToken(place.manager, { id }, { name: 'one', scopes: ['view'], target: 'other' })
    const ask = async (path: string) =>
      (await request(place.url).get(path).set('Authorization', `Bearer ${token}`)).status
    expect(await ask('/database-versions?target=other')).toBe(200)
    for (const path of ['/database-versions', '/database-versions?target=default', USERS, '/api/v1/audit-events']) {
      expect(await ask(path), path).toBe(403)
    }
    expect(await ask('/database-versions/package/sql?target=other')).toBe(403)
    await query(place.manager.url, 'UPDATE dvm.user_account SET disabled_at = now() WHERE id = $1', [id])
    await expect.poll(() => ask('/database-versions?target=other'), { timeout: 5_000 }).toBe(401)
  })

  it('identity does not speak in one request', async () => {
    const viewer = await createUser(place.manager, { name: 'small', grants: [{ target: '*', role: 'viewer' }] })
    const { token } = await issueToken(place.manager, { id: viewer.id }, { name: 'small', scopes: ['view'] })
    const both = await admin.agent.get(USERS).set('Authorization', `Bearer ${token}`)
    expect(both.status).toBe(403)
    for (const header of ['X-Forwarded-User', 'X-Remote-User', 'X-User', 'X-Original-User', 'From']) {
      expect((await request(place.url).get(USERS).set(header, 'admin')).status, header).toBe(401)
    }
  })
})
