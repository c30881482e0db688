import { randomBytes } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import request from 'supertest'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AuditEvent } from '../../src/model/audit.ts'
import { silentRecorder } from '../../src/task/record-event.ts'
import { query } from '../support/database.ts'
import { builtFile, heldBuild, startInstance, type TestInstance } from '../support/jobs.ts'
import { handClock, type TestManager, testManager } from '../support/manager.ts'
import { type ManagedApp, managedApp } from './managed-app.ts'

const BUILDS = ['view', 'database-management'] as const
const BODY = { kind: 'offline' }
const JOBS = '/api/v1/packages'
const clock = handClock()

let manager: TestManager
let made: ManagedApp
let anna = ''
let bob = ''
let operator = ''
const events: AuditEvent[] = []
const instances: TestInstance[] = []

beforeAll(async () => {
  manager = await testManager(clock)
  const note = (event: AuditEvent): void => void events.push(event)
  const recorder = { ...silentRecorder, record: note, recordNow: async (event: AuditEvent) => note(event) }
  made = managedApp(manager, { events: recorder })
  const packager = [{ target: 'default', role: 'packager' }] as const
  anna = `Bearer ${await made.token('anna', packager, BUILDS)}`
  bob = `Bearer ${await made.token('bob', packager, BUILDS)}`
  operator = `Bearer ${await made.token('olga', [{ target: '*', role: 'operator' }], [...BUILDS, 'operate'])}`
})
beforeEach(async () => {
  events.length = 0
  await query(manager.url, 'DELETE FROM dvm.job')
})
afterEach(async () => {
  await Promise.all(instances.splice(0).map((each) => each.stop()))
})
afterAll(async () => {
  made.dispose()
  await manager.dispose()
})

function build(...given: Parameters<typeof startInstance> extends [unknown, ...infer Rest] ? Rest : never): void {
  const [runner, parts] = given
  instances.push(startInstance(manager, runner, { targets: ['default'], ...parts }))
}

const send = (who: string, body: object = BODY) => request(made.app).post(JOBS).set('Authorization', who).send(body)
const get = (path: string, who = anna) => request(made.app).get(`${JOBS}/${path}`).set('Authorization', who)

async function untilState(id: string, wanted: string): Promise<request.Response> {
  let reply = await get(id)
  while (reply.body.state !== wanted) reply = await get(id)
  return reply
}

describe('POST /packages', () => {
  it('answers 202 with where to look, and the audit log has it', async () => {
    const reply = await send(anna)
    expect([reply.status, reply.headers['location']]).toEqual([202, `${JOBS}/${reply.body.id}`])
    expect(reply.body).toMatchObject({ state: 'queued', kind: 'offline', target: 'default', result: null })
    const waiting = await get(reply.body.id)
    expect([waiting.status, waiting.headers['retry-after']]).toEqual([200, '2'])
    expect(events).toMatchObject([
      { action: 'job.create', outcome: 'done', subject: reply.body.id, target: 'default', detail: { kind: 'offline' } },
    ])
  })

  it('gives the same job for the same key and body, and 409 for another body', async () => {
    const [one, two] = [await send(anna).set('Idempotency-Key', '"a"'), await send(anna).set('Idempotency-Key', '"a"')]
    expect([two.status, two.body.id]).toEqual([202, one.body.id])
    const other = await send(anna, { kind: 'pending' }).set('Idempotency-Key', '"a"')
    expect([other.status, other.body.code]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED'])
    expect((await send(bob).set('Idempotency-Key', '"a"')).body.id).not.toBe(one.body.id)
    expect((await send(anna).set('Idempotency-Key', 'a b')).body.code).toBe('REQUEST_INVALID')
  })

  it('refuses who may not build there, what is no request, and more than the queue holds', async () => {
    const viewer = `Bearer ${await made.token('vera', [{ target: '*', role: 'viewer' }], ['view'])}`
    const elsewhere = { kind: 'environment', sourceTarget: 'default', targetTarget: 'crm' }
    expect((await send(viewer)).body.code).toBe('ACCESS_DENIED')
    expect((await send(anna, elsewhere)).body.code).toBe('ACCESS_DENIED')
    expect((await send(operator, elsewhere)).body.code).toBe('NOT_FOUND')
    expect((await send(anna, { kind: 'offline', count: 'x' })).body.code).toBe('REQUEST_INVALID')
    expect((await request(made.app).get(JOBS)).status).toBe(401)
    for (let count = 0; count < 20; count += 1) await send(anna)
    const full = await send(anna)
    expect([full.status, full.body.code, full.headers['retry-after']]).toEqual([429, 'JOB_QUEUE_FULL', '15'])
  })
})

describe('the file of a job', () => {
  it('has the rules of downloads', async () => {
    const text = `-- ${randomBytes(300_000).toString('hex')}\n${'SELECT 1;\n'.repeat(200_000)}`
    build(async () => builtFile(Buffer.from(text)))
    const { id } = (await send(anna)).body
    const { sha256 } = (await untilState(id, 'done')).body.result
    const whole = await get(`${id}/file`).set('Accept-Encoding', 'identity')
    expect([whole.status, whole.text === text, whole.headers['etag']]).toEqual([200, true, `"${sha256}"`])
    expect(whole.headers['content-disposition']).toBe('attachment; filename="shop.sql"')
    const part = await get(`${id}/file`).set('Accept-Encoding', 'identity').set('Range', 'bytes=1048570-1048589')
    expect([part.status, part.text]).toEqual([206, text.slice(1_048_570, 1_048_590)])
    const packed = await get(`${id}/file`)
      .set('Accept-Encoding', 'gzip')
      .parse((reply, done) => {
        const pieces: Buffer[] = []
        reply.on('data', (piece: Buffer) => pieces.push(piece))
        reply.on('end', () => done(null, Buffer.concat(pieces)))
      })
    // supertest unpacks by itself what says that it is packed.
    const bytes: Buffer = packed.body
    expect(packed.headers['content-encoding']).toBe('gzip')
    expect((bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString() === text).toBe(true)
    const known = await get(`${id}/file`).set('If-None-Match', `"${sha256}"`).set('Accept-Encoding', 'identity')
    expect(known.status).toBe(304)
    expect((await get(`${id}/file`).set('Accept', 'text/html')).status).toBe(406)
    expect((await get(`${id}/manifest`)).body).toMatchObject({ kind: 'offline' })
    expect(made.staged()).toEqual([])
    expect(events).toContainEqual(expect.objectContaining({ action: 'package.download', subject: id, digest: sha256 }))
  })

  it('is 409 before there is one, and 410 when it is kept no more', async () => {
    const { id } = (await send(anna)).body
    for (const path of ['file', 'manifest']) {
      const early = await get(`${id}/${path}`)
      expect([early.status, early.body.code]).toEqual([409, 'JOB_NOT_DONE'])
    }
    build(async () => builtFile(Buffer.from('x')))
    await untilState(id, 'done')
    clock.pass(8 * 86_400)
    for (const path of ['file', 'manifest']) {
      const late = await get(`${id}/${path}`)
      expect([late.status, late.body.code]).toEqual([410, 'JOB_EXPIRED'])
    }
  })
})

describe('jobs of others', () => {
  it('are not there, but for those who operate the target', async () => {
    const { id } = (await send(anna)).body
    for (const path of ['', '/events', '/file', '/manifest']) {
      const reply = await get(`${id}${path}`, bob)
      expect([path, reply.status, reply.body.code]).toEqual([path, 404, 'JOB_NOT_FOUND'])
    }
    const refused = await request(made.app).delete(`${JOBS}/${id}`).set('Authorization', bob)
    expect(refused.body.code).toBe('JOB_NOT_FOUND')
    expect((await get(id, operator)).status).toBe(200)
    const owners = async (who: string, path: string) => (await get(path, who)).body.jobs?.length
    expect(await owners(bob, '')).toBe(0)
    expect(await owners(anna, '')).toBe(1)
    expect(await owners(operator, '')).toBe(0)
    expect(await owners(operator, '?owner=everybody&about=default')).toBe(1)
    expect((await get('?owner=everybody', bob)).body.code).toBe('ACCESS_DENIED')
  })
})

describe('DELETE /packages/{jobId}', () => {
  const remove = (id: string) => request(made.app).delete(`${JOBS}/${id}`).set('Authorization', anna)

  it('cancels what waits and what runs, removes what is over, and the audit log tells which', async () => {
    const waiting = (await send(anna)).body.id
    expect((await remove(waiting)).body).toMatchObject({ state: 'cancelled', cancelRequested: true })
    build(heldBuild().build)
    const running = (await send(anna)).body.id
    await untilState(running, 'running')
    expect((await remove(running)).status).toBe(202)
    await untilState(running, 'cancelled')
    expect((await remove(running)).status).toBe(204)
    expect((await remove(running)).body.code).toBe('JOB_NOT_FOUND')
    expect((await remove('nonsense')).status).toBe(422)
    const told = events.filter(({ action }) => action !== 'job.create').map(({ action, outcome }) => [action, outcome])
    expect(told).toEqual([
      ['job.cancel', 'done'],
      ['job.cancel', 'done'],
      ['job.delete', 'done'],
      ['job.cancel', 'refused'],
    ])
  })

  it('is for who sends the CSRF token, where a browser asks', async () => {
    const { agent, csrf } = await made.person('paul', [{ target: '*', role: 'packager' }])
    const { id } = (await agent.post(JOBS).set('X-CSRF-Token', csrf).send(BODY)).body
    expect((await agent.delete(`${JOBS}/${id}`)).body.code).toBe('CSRF_INVALID')
    expect((await agent.delete(`${JOBS}/${id}`).set('X-CSRF-Token', csrf)).status).toBe(202)
  })
})

it('the figures tell how many jobs there are of each state', async () => {
  await send(anna)
  await send(anna)
  expect(await made.parts.metrics.read('text')).toContain('dvm_jobs{state="queued"} 2')
})
