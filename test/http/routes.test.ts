import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import request from 'supertest'
import { afterEach, describe, expect, it } from 'vitest'
import type { AppParts } from '../../src/http/app-parts.ts'
import { healthReport, type TestApp, testApp, versionsReport } from './test-app.ts'

let made: TestApp[] = []

function withApp(tasks: Partial<AppParts['tasks']> = {}, parts: Partial<AppParts> = {}): TestApp {
  const app = testApp(tasks, parts)
  made.push(app)
  return app
}

afterEach(() => {
  for (const app of made) app.dispose()
  made = []
})

describe('GET /database-versions/health', () => {
  const paths = [
    '/database-versions/health',
    '/api/v1/database-versions/health',
    '/rest/scriptrunner/latest/custom/databaseVersionsPackageHealth',
  ]
  it.each(paths)('answers 200 when healthy and 503 when not, at %s', async (path) => {
    const healthy = await request(withApp().app).get(path)
    expect([healthy.status, healthy.body.status]).toEqual([200, 'HEALTHY'])
    const { app } = withApp({ checkHealth: async () => healthReport('UNHEALTHY') })
    const unhealthy = await request(app).get(path)
    expect([unhealthy.status, unhealthy.body.status]).toEqual([503, 'UNHEALTHY'])
  })

  it('is told how long the last build took', async () => {
    const { app } = withApp({
      checkHealth: async (_context, meter) => ({
        ...healthReport('HEALTHY'),
        packageGeneration: { available: true, lastTest: meter?.last()?.at ?? null, performance: null },
      }),
    })
    expect((await request(app).get('/database-versions/health')).body.packageGeneration.lastTest).toBeNull()
    await request(app).get('/database-versions/package/sql')
    expect((await request(app).get('/database-versions/health')).body.packageGeneration.lastTest).toMatch(/Z$/)
  })
})

describe('GET /database-versions', () => {
  it('gives everything without a limit, also beyond a thousand', async () => {
    const { app } = withApp({ listVersions: async () => versionsReport(1_203) })
    const { body } = await request(app).get('/database-versions')
    expect(body.versions).toHaveLength(1_203)
    expect(body.paging).toEqual({ total: 1_203, offset: 0, limit: null })
  })

  it('cuts the page asked for out of the rows that match', async () => {
    const { app } = withApp({ listVersions: async () => versionsReport(20) })
    const { body } = await request(app).get('/database-versions?status=FAILED&offset=1&limit=2')
    expect(body.versions.map((row: { id: string }) => row.id)).toEqual(['10', '15'])
    expect(body.paging).toEqual({ total: 4, offset: 1, limit: 2 })
    expect(body.summary.total).toBe(20)
  })

  it.each(['limit=0', 'limit=-1', 'limit=x', 'offset=1e3', 'status=DONE', 'sort=id'])('refuses ?%s', async (query) => {
    const reply = await request(withApp().app).get(`/database-versions?${query}`)
    expect([reply.status, reply.body.code]).toEqual([422, 'REQUEST_INVALID'])
  })

  it('names every wrong parameter at once', async () => {
    const reply = await request(withApp().app).get('/database-versions?limit=x&status=DONE')
    expect(reply.body.complaints).toHaveLength(2)
  })
})

describe('probes', () => {
  it('lives while the database is away, but is not ready', async () => {
    const { app } = withApp({ checkHealth: async () => healthReport('UNHEALTHY') })
    expect((await request(app).get('/livez')).status).toBe(200)
    expect((await request(app).get('/readyz')).status).toBe(503)
  })

  it('is ready until it drains', async () => {
    let draining = false
    const { app } = withApp({}, { isDraining: () => draining })
    expect((await request(app).get('/readyz')).status).toBe(200)
    draining = true
    expect((await request(app).get('/readyz')).status).toBe(503)
  })
})

describe('the page', () => {
  it('is served with caching for what carries its digest only', async () => {
    const { app, stateDir } = withApp()
    const { app: served } = withApp({}, { page: stateDir })
    mkdirSync(join(stateDir, 'assets'))
    writeFileSync(join(stateDir, 'index.html'), '<!doctype html><title>t</title>')
    writeFileSync(join(stateDir, 'assets', 'a-1.js'), '1')
    const index = await request(served).get('/')
    expect([index.status, index.headers['cache-control']]).toEqual([200, 'no-cache'])
    const asset = await request(served).get('/assets/a-1.js')
    expect(asset.headers['cache-control']).toContain('immutable')
    expect((await request(app).get('/../package.json')).status).toBe(404)
  })
})
