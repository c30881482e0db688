import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/kit/clock.ts'
import { jsonLog } from '../../src/kit/json-log.ts'
import { type FreshDatabase, freshDatabase, query } from '../support/database.ts'
import { toTarget } from '../support/target.ts'
import { ORDERS, startServer, type TestServer } from './start-server.ts'

let own: FreshDatabase
let shop: FreshDatabase
const servers: TestServer[] = []
const lines: string[] = []

beforeAll(async () => {
  own = await freshDatabase()
  shop = await freshDatabase()
  const targets = [{ name: 'shop', database: toTarget(shop.url), changelog: 'orders.sql' }]
  const log = jsonLog((line) => lines.push(line), systemClock)
  for (let count = 0; count < 2; count += 1)
    servers.push(await startServer(own.url, { 'orders.sql': ORDERS }, { targets, log }))
})
afterAll(async () => {
  for (const server of servers) await server.close()
  await own.drop()
  await shop.drop()
})

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'

describe('two servers on the same tables', () => {
  it('tell the audit log which package was built and handed out, and follow the trace of whoever asked', async () => {
    const [first, second] = servers
    for (const server of [first, second]) {
      const headers = { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` }
      const reply = await fetch(`${server?.url}/api/v1/database-versions/package/sql`, { headers })
      expect(reply.status).toBe(200)
      expect(reply.headers.get('traceparent')).toContain(TRACE)
      await reply.text()
    }
    const rows = (): Promise<unknown[]> =>
      query(own.url, 'SELECT action, target, package_sha256, trace_id FROM dvm.audit_event ORDER BY action')
    await expect.poll(rows, { timeout: 10_000 }).toHaveLength(4)
    const sha256 = expect.stringMatching(/^[0-9a-f]{64}$/)
    const row = (action: string) => ({ action, target: 'shop', package_sha256: sha256, trace_id: TRACE })
    expect(await rows()).toEqual(['package.build', 'package.build', 'package.download', 'package.download'].map(row))
    const logged = lines.map((line) => JSON.parse(line)).filter(({ traceId }) => traceId === TRACE)
    expect(logged.map(({ route }) => route)).toEqual(Array(2).fill('/api/v1/database-versions/package/sql'))
  })

  it('give the same log of both, and figures each of its own', async () => {
    const [first, second] = servers.map(({ url }) => url)
    const pages = await Promise.all(
      [first, second].map(async (url) => (await fetch(`${url}/api/v1/audit-events`)).json()),
    )
    expect(pages[0]).toEqual(pages[1])
    await fetch(`${first}/livez`)
    const [one = '', other = ''] = await Promise.all(
      [first, second].map(async (url) => (await fetch(`${url}/metrics`)).text()),
    )
    const livez = 'dvm_http_requests_total{route="/livez",method="GET",status="200"}'
    expect([one.includes(livez), other.includes(livez)]).toEqual([true, false])
    for (const text of [one, other]) {
      expect(text).toContain('database_version_manager_health_status{target="shop"} 1')
      expect(text).toMatch(
        /database_package_generation_duration_seconds_count\{kind="\w+",target="shop",outcome="done"\} 1/,
      )
      expect(text).toContain('\ndvm_cache_misses_total 1\n')
      expect(text).toContain('dvm_jobs{state="running"} 0')
      expect(text).toMatch(/^process_resident_memory_bytes \d+$/m)
    }
  })

  it('write what still waits when they close', async () => {
    const last = await startServer(
      own.url,
      { 'orders.sql': ORDERS },
      { targets: [{ name: 'late', database: toTarget(shop.url), changelog: 'orders.sql' }] },
    )
    await (await fetch(`${last.url}/database-versions/package/sql`)).text()
    await last.close()
    const found = await query(
      own.url,
      "SELECT FROM dvm.audit_event WHERE target = 'late' AND action = 'package.download'",
    )
    expect(found).toHaveLength(1)
  })
})
