import { once } from 'node:events'
import { request as ask, createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import request from 'supertest'
import { afterEach, describe, expect, it } from 'vitest'
import { healthReport, type TestApp, testApp } from '../test-app.ts'

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

const requestsIn = (lines: readonly string[]): Record<string, unknown>[] =>
  lines.map((line) => JSON.parse(line)).filter(({ message }) => message === 'request')

/** Sends bytes as they are; `fetch` and supertest would correct them. */
async function send(one: TestApp, bytes: string): Promise<void> {
  const server = createServer(one.app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.end(bytes, 'latin1')
  socket.resume()
  await once(socket, 'close')
  server.close()
}

describe('the access log', () => {
  it('tells of a request who, what, from where and how it ended', async () => {
    const { app: served, lines } = app()
    const reply = await request(served)
      .get('/database-versions?limit=3')
      .set('User-Agent', 'curl/8')
      .set('Referer', 'x')
    await expect.poll(() => lines.length).toBe(1)
    const [line] = requestsIn(lines)
    expect(line).toMatchObject({
      level: 'info',
      requestId: reply.headers['x-request-id'],
      traceId: String(reply.headers['traceparent']).split('-')[1],
      spanId: String(reply.headers['traceparent']).split('-')[2],
      method: 'GET',
      path: '/database-versions',
      route: '/api/v1/database-versions',
      status: 200,
      complete: true,
      identity: { kind: 'local', name: 'local' },
      from: '127.0.0.1',
      userAgent: 'curl/8',
    })
    expect(line?.['bytes']).toBeGreaterThanOrEqual(reply.text.length)
    expect(line?.['milliseconds']).toBeTypeOf('number')
    expect(JSON.stringify(line)).not.toMatch(/limit=3|referer/i)
  })

  it('has no route where nothing answers', async () => {
    const { app: served, lines } = app()
    await request(served).get('/nothing-here')
    await expect.poll(() => requestsIn(lines)).toMatchObject([{ path: '/nothing-here', route: null, status: 404 }])
  })

  it('takes the address a trusted proxy names, and none that is no address', async () => {
    const { app: served, lines } = app()
    await request(served).get('/livez').set('X-Forwarded-For', '203.0.113.9')
    served.set('trust proxy', 1)
    await request(served).get('/livez').set('X-Forwarded-For', '203.0.113.9')
    await request(served).get('/livez').set('X-Forwarded-For', '::ffff:203.0.113.7')
    await request(served).get('/livez').set('X-Forwarded-For', '<b>not</b> an address')
    await expect
      .poll(() => requestsIn(lines).map(({ from }) => from))
      .toEqual(['127.0.0.1', '203.0.113.9', '203.0.113.7', null])
  })

  it('cannot be written into by path, header or user agent', async () => {
    const one = app()
    await send(one, 'GET /x%0A{"level":"error"}%E2%80%A8 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
    const odd = 'a\u0085\u009b31m\t{"level":"error"}%s %j'
    await send(
      one,
      `GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: ${odd}\r\ntraceparent: ${odd}\r\nConnection: close\r\n\r\n`,
    )
    await expect.poll(() => requestsIn(one.lines).length).toBe(2)
    for (const line of one.lines) expect(line).toMatch(/^[\x20-\x7e]*\n$/)
    expect(requestsIn(one.lines).every(({ level }) => level === 'info')).toBe(true)
  })

  it('shortens what strangers send', async () => {
    const { app: served, lines } = app()
    await request(served)
      .get(`/${'x'.repeat(3_000)}`)
      .set('User-Agent', 'u'.repeat(3_000))
    await expect.poll(() => requestsIn(lines).length).toBe(1)
    const [line] = requestsIn(lines)
    expect(String(line?.['path'])).toHaveLength(1_024)
    expect(String(line?.['userAgent'])).toHaveLength(200)
  })

  it('tells of a client that went away that it did', async () => {
    let arrived: () => void = () => undefined
    const running = new Promise<void>((resolve) => {
      arrived = resolve
    })
    const { app: served, lines } = app({
      checkHealth: () => {
        arrived()
        return new Promise(() => undefined)
      },
    })
    const server = createServer(served).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const client = ask({
      port: (server.address() as AddressInfo).port,
      host: '127.0.0.1',
      path: '/database-versions/health',
    })
    client.on('error', () => undefined)
    client.end()
    await running
    client.destroy()
    await expect.poll(() => requestsIn(lines)).toMatchObject([{ complete: false, from: '127.0.0.1' }])
    server.close()
  })

  it('marks what else is logged during a request with its ids', async () => {
    const one = app({
      checkHealth: async (context) => {
        context.log.warn('inside')
        return healthReport('HEALTHY')
      },
    })
    const reply = await request(one.app).get('/database-versions/health')
    const inside = one.lines.map((line) => JSON.parse(line)).find(({ message }) => message === 'inside')
    expect(inside).toMatchObject({
      requestId: reply.headers['x-request-id'],
      traceId: String(reply.headers['traceparent']).split('-')[1],
    })
  })
})
