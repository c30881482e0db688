import request from 'supertest'
import { afterEach, describe, expect, it } from 'vitest'
import { createErrorRate } from '../../src/http/metric/error-rate.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { createBuildMeter } from '../../src/task/build-meter.ts'
import { measured } from '../../src/task/measured.ts'
import { healthReport, type TestApp, testApp } from './test-app.ts'

let made: TestApp[] = []
const app = (...parts: Parameters<typeof testApp>): TestApp => {
  const one = testApp(...parts)
  made.push(one)
  return one
}
afterEach(() => {
  for (const one of made) one.dispose()
  made = []
})

const OPEN = 'application/openmetrics-text; version=1.0.0'
const scrape = async (one: TestApp, accept = '*/*'): Promise<string> =>
  (await request(one.app).get('/metrics').set('Accept', accept).buffer()).text

describe('GET /metrics', () => {
  it.each([
    ['*/*', 'text/plain; version=0.0.4; charset=utf-8'],
    ['text/plain;version=0.0.4', 'text/plain; version=0.0.4; charset=utf-8'],
    ['text/plain', 'text/plain; version=0.0.4; charset=utf-8'],
    [OPEN, 'application/openmetrics-text; version=1.0.0; charset=utf-8'],
    [`${OPEN},text/plain;version=0.0.4;q=0.5,*/*;q=0.1`, 'application/openmetrics-text; version=1.0.0; charset=utf-8'],
  ])('answers Accept: %s with %s', async (accept, type) => {
    const reply = await request(app().app).get('/metrics').set('Accept', accept)
    expect([reply.status, reply.headers['content-type']]).toEqual([200, type])
  })

  it('refuses a type it does not have', async () => {
    expect((await request(app().app).get('/metrics').set('Accept', 'application/json')).status).toBe(406)
  })

  it('gives the same figures in either format, however often either was read before', async () => {
    const one = app()
    await request(one.app).get('/livez')
    const line = 'dvm_http_requests_total{route="/livez",method="GET",status="200"} 1'
    for (let times = 0; times < 2; times += 1) {
      const [text, open] = [await scrape(one), await scrape(one, OPEN)]
      expect(text).toContain(line)
      expect(text).toContain('# TYPE dvm_http_requests_total counter')
      expect(open).toContain(line)
      // The family has no suffix there, its samples do; and the text has an end.
      expect(open).toContain('# TYPE dvm_http_requests counter')
      expect(open).toMatch(/# EOF\n$/)
    }
  })

  it('keeps two applications apart', async () => {
    const [one, other] = [app(), app()]
    await request(one.app).get('/livez')
    expect(await scrape(other)).not.toContain('route="/livez"')
  })

  it('measures health for every reading, of every target', async () => {
    let status: 'HEALTHY' | 'UNHEALTHY' = 'HEALTHY'
    const one = app({ checkHealth: async () => healthReport(status) })
    const text = await scrape(one)
    expect(text).toContain('database_version_manager_health_status{target="default"} 1')
    expect(text).toContain('dvm_database_up{target="default"} 1')
    status = 'UNHEALTHY'
    const other = app({ checkHealth: async () => healthReport(status) })
    expect(await scrape(other)).toContain('database_version_manager_health_status{target="default"} 0')
    expect(await scrape(other)).toContain('dvm_database_up{target="default"} 0')
  })

  it('probes the databases once for readings that come close together', async () => {
    let probes = 0
    const one = app({
      checkHealth: async () => {
        probes += 1
        return healthReport('HEALTHY')
      },
    })
    await Promise.all(Array.from({ length: 20 }, () => scrape(one)))
    expect(probes).toBe(1)
  })
})

describe('figures about requests', () => {
  it('know templates of routes only, whatever is asked', async () => {
    const one = app()
    const odd = ['/x1', '/x2', '/database-versions/../x', '/%22%0Advm_fake 1', '/database-versions/a%20b']
    for (const path of odd) await request(one.app).get(path)
    await request(one.app).get('/database-versions')
    await request(one.app).get('/api/v1/database-versions')
    await request(one.app).options('/nothing')
    await request(one.app).propfind('/nothing')
    const text = await scrape(one)
    expect(text).toContain('dvm_http_requests_total{route="/api/v1/database-versions",method="GET",status="200"} 2')
    const routes = new Set([...text.matchAll(/route="([^"]*)"/g)].map((match) => match[1]))
    expect([...routes].every((name) => name === 'none' || name?.startsWith('/'))).toBe(true)
    expect(text).not.toMatch(/x1|x2|fake|a%20b|a b/)
    expect(text).toContain('method="other"')
  })

  it('tell the share of failures', async () => {
    const one = app({
      listVersions: async () => {
        throw new Error('broken')
      },
    })
    await request(one.app).get('/database-versions')
    await request(one.app).get('/livez')
    await request(one.app).get('/nothing')
    await request(one.app).get('/livez')
    const text = await scrape(one)
    expect(text).toContain('\ndatabase_version_api_error_rate 0.25\n')
    expect(text).toContain(
      'database_version_api_response_duration_seconds_count{route="/api/v1/database-versions",method="GET",status="5xx"} 1',
    )
  })

  it('forget failures after five minutes', () => {
    let now = 0
    const rate = createErrorRate(() => now)
    expect(rate.read()).toBe(0)
    rate.record(true)
    now = 200_000
    rate.record(false)
    expect(rate.read()).toBe(0.5)
    now = 310_000
    expect(rate.read()).toBe(0)
    now = 900_000
    expect(rate.read()).toBe(0)
    rate.record(true)
    expect(rate.read()).toBe(1)
  })
})

it('are given while the tables of the manager are away, without the jobs', async () => {
  const one = app()
  const text = await scrape(one)
  expect(text).toContain('database_version_manager_health_status{target="default"} 1')
  expect(text).not.toContain('dvm_jobs{')
  expect(one.lines.join('')).toContain('the jobs cannot be counted')
})

describe('figures about builds', () => {
  it('tell what was built, for whom, how long it took and how it ended', async () => {
    const metrics = createMetrics({ process: false })
    const meter = createBuildMeter(metrics.built)
    const clock = { now: () => new Date(0) }
    const of = { meter, clock, kind: 'schema', target: 'shop' }
    expect(await measured(of, async () => 7)).toBe(7)
    await expect(measured(of, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    const signal = AbortSignal.abort()
    await expect(measured({ ...of, signal }, () => Promise.reject(new Error('left')))).rejects.toThrow('left')
    const text = await metrics.read('text')
    const count = 'database_package_generation_duration_seconds_count'
    for (const outcome of ['done', 'failed', 'cancelled']) {
      expect(text).toContain(`${count}{kind="schema",target="shop",outcome="${outcome}"} 1`)
    }
    // Health tells of the last that succeeded.
    expect(meter.last()).toMatchObject({ outcome: 'done', at: '1970-01-01T00:00:00.000Z' })
  })

  it('count what was sent', async () => {
    const one = app()
    const reply = await request(one.app).get('/database-versions/package/sql').buffer()
    const sent = /dvm_package_bytes_total (\d+)/.exec(await scrape(one))?.[1]
    expect(Number(sent)).toBeGreaterThanOrEqual(reply.text.length)
  })
})

it('figures about sign-ins are those of the audit log', async () => {
  const metrics = createMetrics({ process: false })
  const actor = { kind: 'anonymous', id: null, name: 'anonymous' } as const
  metrics.onEvent({ action: 'sign-in', outcome: 'failed', actor })
  metrics.onEvent({ action: 'user.create', outcome: 'done', actor })
  metrics.onDropped(3)
  metrics.watch({ jobs: async () => ({ running: 2 }) })
  metrics.watch({ cache: () => ({ hits: 1, misses: 2, packages: 3, memoryBytes: 2, diskBytes: 1 }) })
  const text = await metrics.read('text')
  expect(text).toContain('dvm_sign_in_total{outcome="failed"} 1')
  expect(text).toContain('dvm_sign_in_total{outcome="done"} 0')
  expect(text).toContain('dvm_audit_events_total{action="user.create",outcome="done"} 1')
  expect(text).toContain('dvm_audit_events_dropped_total 3')
  expect(text).toContain('dvm_jobs{state="running"} 2')
  for (const format of ['text', 'open', 'text'] as const) {
    const figures = await metrics.read(format)
    expect(figures).toContain('\ndvm_cache_hits_total 1\n')
    expect(figures).toContain('\ndvm_cache_misses_total 2\n')
    expect(figures).toContain('\ndvm_cache_packages 3\n')
    expect(figures).toContain('dvm_cache_bytes{place="memory"} 2')
  }
})
