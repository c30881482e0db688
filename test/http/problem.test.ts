import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import request from 'supertest'
import { afterEach, describe, expect, it } from 'vitest'
import { complaint, DvmError, fail } from '../../src/errors/dvm-error.ts'
import { withoutInternals } from '../../src/http/problem.ts'
import { type TestApp, testApp } from './test-app.ts'

let made: TestApp[] = []

function failing(error: unknown): TestApp {
  const app = testApp({
    listVersions: async () => {
      throw error
    },
  })
  made.push(app)
  return app
}

afterEach(() => {
  for (const app of made) app.dispose()
  made = []
})

describe('errors over HTTP', () => {
  it('are problems with every complaint of the run', async () => {
    const place = { file: 'a.xml', line: 1, column: 2 }
    const { app } = failing(
      new DvmError([
        complaint('CHANGE_TYPE_UNSUPPORTED', { type: 'createTabel' }, place),
        complaint('XML_INVALID', { detail: 'x' }),
      ]),
    )
    const reply = await request(app).get('/database-versions')
    expect(reply.status).toBe(422)
    expect(reply.headers['content-type']).toContain('application/problem+json')
    expect(reply.headers['cache-control']).toBe('no-store')
    expect(reply.body).toEqual({
      type: 'urn:dvm:problem:change-type-unsupported',
      title: expect.stringContaining('change type unsupported'),
      status: 422,
      detail: "change type createTabel is not one of Liquibase's",
      instance: `urn:uuid:${reply.headers['x-request-id']}`,
      code: 'CHANGE_TYPE_UNSUPPORTED',
      hint: expect.stringContaining('<sql>'),
      complaints: [
        { code: 'CHANGE_TYPE_UNSUPPORTED', message: "change type createTabel is not one of Liquibase's", place },
        { code: 'XML_INVALID', message: 'invalid XML: x', place: null },
      ],
    })
  })

  it('hide what is not in the catalogue, and log it under the same reference', async () => {
    const { app, lines } = failing(new Error('boom at /opt/secret/place.ts password=hunter2'))
    const reply = await request(app).get('/database-versions')
    expect([reply.status, reply.body.code]).toEqual([500, 'INTERNAL'])
    expect(reply.text).not.toMatch(/boom|secret|hunter2|\.ts/)
    const logged = lines.find((line) => line.includes('request failed')) ?? ''
    expect(logged).toContain(String(reply.headers['x-request-id']))
    expect(logged).toContain('boom at')
    expect(logged).not.toContain('hunter2')
  })

  const target = 'admin@db.internal:5432/x'
  it.each([
    [fail('DATABASE_UNREACHABLE', { target, reason: 'ECONNREFUSED' }), 503, 'the database cannot be reached'],
    [fail('DATABASE_REFUSED', { target, reason: 'no entry for admin' }), 503, 'the database refused the connection'],
    [fail('DATABASE_BUSY', { target, reason: 'no connection was free in time' }), 503, 'the database is busy'],
    [fail('DATABASE_TIMEOUT', { target, reason: 'statement timeout' }), 504, 'the database took too long'],
    [fail('SCRATCH_REFUSED', { target, reason: 'x' }), 403, 'the server cannot make a scratch database'],
    [fail('TOOL_FAILED', { tool: 'pg_dump', target, how: 'ended' }), 500, 'a program of PostgreSQL failed'],
  ])('name neither host nor user of the database: %s', async (error, status, detail) => {
    const { app } = failing(error)
    const reply = await request(app).get('/database-versions')
    expect([reply.status, reply.body.detail]).toEqual([status, detail])
    expect(reply.text).not.toMatch(/admin|db\.internal|5432/)
  })

  it('say 404 for what is not there, without repeating the address', async () => {
    const { app } = failing(null)
    const reply = await request(app).get('/nothing/<script>')
    expect([reply.status, reply.body.code]).toEqual([404, 'NOT_FOUND'])
    expect(reply.text).not.toContain('script>')
  })

  it('say 400 for what a library of ours refuses', async () => {
    const made = failing(null)
    writeFileSync(join(made.stateDir, 'a.txt'), 'short')
    const reply = await request(made.app).get('/a.txt').set('Range', 'bytes=900-')
    expect([reply.status, reply.body.code]).toEqual([400, 'REQUEST_UNREADABLE'])
  })
})

describe('withoutInternals', () => {
  it.each([
    ['cannot read /srv/changelogs/db/a.xml: EACCES', 'cannot read db/a.xml: EACCES'],
    ['cannot find x in /srv/changelogs', 'cannot find x in .'],
    ['cannot write /var/lib/dvm/staging/a.sql: ENOSPC', 'cannot write a.sql: ENOSPC'],
    ["open '/etc/ssl/key.pem'", "open 'key.pem'"],
    ['cannot read C:\\Users\\anna\\a.xml', 'cannot read a.xml'],
    ['either and/or both at db/a.xml:1:2', 'either and/or both at db/a.xml:1:2'],
  ])('turns %j into %j', (text, clean) => {
    expect(withoutInternals(text, ['/srv/changelogs'])).toBe(clean)
  })
})
