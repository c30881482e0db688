import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fail } from '../../src/errors/dvm-error.ts'
import { endpointsOf } from '../../src/http/app.ts'
import type { AppParts } from '../../src/http/app-parts.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { jsonLog } from '../../src/kit/json-log.ts'
import type { AuditRow } from '../../src/model/audit.ts'
import { type EventQuery, listEvents } from '../../src/task/list-events.ts'
import { createEventRecorder, type EventRecorder, silentRecorder } from '../../src/task/record-event.ts'
import { type TestManager, testManager } from '../support/manager.ts'
import { type TestApp, testApp } from './test-app.ts'

let own: TestManager
let one: TestApp
let events: EventRecorder
const lines: string[] = []
const counted: string[] = []

beforeAll(async () => {
  own = await testManager(
    systemClock,
    jsonLog((line) => lines.push(line), systemClock),
  )
  const counts = { onEvent: ({ action }: { action: string }) => void counted.push(action), onDropped: () => undefined }
  events = createEventRecorder(own, counts)
  one = testApp({}, { manager: own, events })
})
afterAll(async () => {
  await events.close()
  one.dispose()
  await own.dispose()
})

const rows = async (more: Partial<EventQuery> = {}): Promise<readonly AuditRow[]> =>
  (await listEvents(own, { limit: 200, ...more })).events

/** A client with a session and its CSRF token. */
async function signedIn(app = one.app): Promise<{ agent: ReturnType<typeof request.agent>; token: string }> {
  const agent = request.agent(app)
  const { body } = await agent.get('/api/v1/database-versions/csrf-token')
  return { agent, token: body.token }
}

const PASSWORD = 'correct horse battery staple of anna'

describe('the audit log', () => {
  it('has who did what, from where, by which request, when the answer is there', async () => {
    const { agent, token } = await signedIn()
    const reply = await agent
      .post('/api/v1/users')
      .set('X-CSRF-Token', token)
      .set('User-Agent', 'test/1')
      .send({ name: 'anna', password: PASSWORD, grants: [] })
    expect(reply.status).toBe(201)
    const [row] = await rows({ action: 'user.create' })
    expect(row).toMatchObject({
      action: 'user.create',
      outcome: 'done',
      category: 'security',
      actor: { kind: 'local', id: 'local', name: 'local' },
      subject: 'anna',
      from: '127.0.0.1',
      requestId: reply.headers['x-request-id'],
      traceId: String(reply.headers['traceparent']).split('-')[1],
      userAgent: 'test/1',
    })
    expect(JSON.stringify(await rows()) + lines.join('')).not.toContain(PASSWORD)
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'security event', action: 'user.create', subject: 'anna' }),
    )
  })

  it('lets no change of users be answered that it has not', async () => {
    const away: EventRecorder = {
      ...silentRecorder,
      recordNow: () => Promise.reject(fail('DATABASE_UNREACHABLE', { target: 'x', reason: 'y' })),
    }
    const other = testApp({}, { manager: own, events: away })
    const { agent, token } = await signedIn(other.app)
    const body = { name: 'berta', password: PASSWORD, grants: [] }
    const reply = await agent.post('/api/v1/users').set('X-CSRF-Token', token).send(body)
    other.dispose()
    expect([reply.status, reply.body.code]).toEqual([503, 'DATABASE_UNREACHABLE'])
  })

  it('has which package was handed out to whom, but not what was not handed out', async () => {
    const { headers } = await request(one.app).get('/api/v1/database-versions/package/sql')
    await request(one.app).head('/api/v1/database-versions/package/sql')
    await request(one.app).get('/api/v1/database-versions/package/sql').set('If-None-Match', String(headers['etag']))
    await expect.poll(() => rows({ action: 'package.download' })).toHaveLength(1)
    const [row] = await rows({ action: 'package.download' })
    expect(row).toMatchObject({ outcome: 'done', category: 'activity', target: 'default', actor: { kind: 'local' } })
    expect(headers['etag']).toContain(row?.digest)
    const ofPackage = await rows({ digest: String(row?.digest) })
    expect(new Set(ofPackage.map(({ action }) => action))).toEqual(new Set(['package.build', 'package.download']))
  })

  it('has what failed, by its code', async () => {
    const stagePackage: AppParts['tasks']['stagePackage'] = () =>
      Promise.reject(fail('TAG_NOT_FOUND', { tag: 'x', detail: '' }))
    const other = testApp({ stagePackage }, { manager: own, events })
    await request(other.app).get('/api/v1/database-versions/package/sql')
    other.dispose()
    await expect
      .poll(() => rows({ action: 'package.download', outcome: 'refused' }))
      .toMatchObject([{ detail: { code: 'TAG_NOT_FOUND', method: 'GET' } }])
  })

  it('has refusals as security events, one a minute, and counts the rest', async () => {
    for (let times = 0; times < 5; times += 1) {
      const reply = await request(one.app).post('/api/v1/users').set('User-Agent', 'x\t{"a":1}').send({})
      expect(reply.status).toBe(403)
      await request(one.app).get('/openapi.json').set('Host', 'evil.example')
      await request(one.app).get('/openapi.json').set('Sec-Fetch-Site', 'cross-site')
    }
    await expect.poll(() => rows({ action: 'host.refuse' })).toHaveLength(1)
    const csrf = await rows({ action: 'csrf.refuse' })
    expect(csrf.map(({ detail }) => detail['code']).sort()).toEqual(['CSRF_INVALID', 'ORIGIN_REFUSED'])
    expect(csrf.every(({ category, outcome }) => category === 'security' && outcome === 'refused')).toBe(true)
    expect(counted.filter((action) => action === 'csrf.refuse')).toHaveLength(10)
    for (const line of lines) expect(line).toMatch(/^[\x20-\x7e]*\n$/)
  })
})

describe('GET /audit-events', () => {
  const ask = (query: string): request.Test => request(one.app).get(`/api/v1/audit-events${query}`)

  it('gives pages newest first, whatever comes meanwhile', async () => {
    // Numbers of one and of two digits: they are no texts.
    for (let times = 0; times < 10; times += 1) {
      await events.recordNow({ action: 'sign-in', outcome: 'done', actor: { kind: 'system', id: null, name: 'm' } })
    }
    const all = (await ask('?limit=200')).body.events as AuditRow[]
    expect(all.map(({ id }) => Number(id))).toEqual(all.map(({ id }) => Number(id)).sort((a, b) => b - a))
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await ask(`?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
      expect(body.events.length).toBeLessThanOrEqual(2)
      seen.push(...body.events.map(({ id }: AuditRow) => id))
      cursor = body.next
      await events.recordNow({ action: 'sign-out', outcome: 'done', actor: { kind: 'system', id: null, name: 'm' } })
    }
    expect(seen).toEqual(all.map(({ id }) => id))
    expect(seen.length).toBeGreaterThan(3)
  })

  it('filters by what it names', async () => {
    const events = async (query: string): Promise<AuditRow[]> => (await ask(query)).body.events
    expect((await events('?category=security&limit=200')).every(({ category }) => category === 'security')).toBe(true)
    expect(await events('?actor=nobody')).toEqual([])
    expect((await events('?about=default'))[0]?.target).toBe('default')
    expect(await events('?about=other')).toEqual([])
    expect(await events('?to=2020-01-01T00:00:00Z')).toEqual([])
    expect((await events('?from=2020-01-01T00:00:00Z&outcome=done')).length).toBeGreaterThan(0)
    expect(await events(`?actor=${encodeURIComponent("x' OR '1'='1")}`)).toEqual([])
  })

  it.each([
    'limit=0',
    'limit=201',
    'cursor=x',
    `cursor=${Buffer.from('before 1; DROP').toString('base64url')}`,
    'from=yesterday',
    'action=x',
    'digest=x',
    'outcome=',
    'sort=id',
  ])('refuses ?%s', async (query) => {
    const reply = await ask(`?${query}`)
    expect([reply.status, reply.body.code]).toEqual([422, 'REQUEST_INVALID'])
  })

  it('answers 503 while the tables are away', async () => {
    const other = testApp()
    const reply = await request(other.app).get('/api/v1/audit-events')
    other.dispose()
    expect([reply.status, reply.body.code]).toEqual([503, 'DATABASE_UNREACHABLE'])
  })
})

it('every operation that changes something or hands out a package has a name in the audit log', () => {
  const silent = endpointsOf(one.parts)
    .map(({ contract }) => contract)
    .filter(({ audit }) => audit === undefined)
  expect(silent.filter(({ method }) => method !== 'get').map(({ id }) => id)).toEqual([])
  expect(silent.filter(({ access }) => access === 'database-management').map(({ id }) => id)).toEqual([])
})
