import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen } from '../../../src/http/listen.ts'
import type { Listener } from '../../../src/http/listener.ts'
import { exchange, opened, statusesIn } from '../../support/raw-http.ts'
import { type TestApp, testApp } from '../test-app.ts'

const CLOSE = 'Connection: close\r\n\r\n'

let made: TestApp
let server: Listener
let port = 0

beforeAll(async () => {
  made = testApp()
  server = await listen(made.app, { host: '127.0.0.1', port: 0, orNext: false })
  port = (server.address() as AddressInfo).port
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
  made.dispose()
})

const head = (line: string, ...fields: readonly string[]): string =>
  [line, ...(fields.some((field) => /^host:/i.test(field)) ? [] : ['Host: localhost']), ...fields, CLOSE].join('\r\n')

describe('what two servers could read as two requests', () => {
  const smuggled = 'GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n'
  const post = (...fields: string[]) => ['POST /api/v1/session HTTP/1.1', 'Host: localhost', ...fields].join('\r\n')

  it.each([
    ['length and chunks', `${post('Content-Length: 4', 'Transfer-Encoding: chunked')}\r\n\r\n0\r\n\r\n${smuggled}`],
    ['chunks and length', `${post('Transfer-Encoding: chunked', 'Content-Length: 4')}\r\n\r\n0\r\n\r\n${smuggled}`],
    ['two lengths', `${post('Content-Length: 0', 'Content-Length: 44')}\r\n\r\n${smuggled}`],
    ['a list of lengths', `${post('Content-Length: 0, 44')}\r\n\r\n${smuggled}`],
    ['a length with a sign', `${post('Content-Length: +0')}\r\n\r\n${smuggled}`],
    ['a length below zero', `${post('Content-Length: -1')}\r\n\r\n${smuggled}`],
    ['a length in hexadecimal', `${post('Content-Length: 0x0')}\r\n\r\n${smuggled}`],
    [
      'chunks that are not the last coding',
      `${post('Transfer-Encoding: chunked, identity')}\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
    ['an unknown coding', `${post('Transfer-Encoding: xchunked')}\r\n\r\n0\r\n\r\n${smuggled}`],
    ['two codings', `${post('Transfer-Encoding: chunked', 'Transfer-Encoding: identity')}\r\n\r\n0\r\n\r\n${smuggled}`],
    ['a size of chunk that is none', `${post('Transfer-Encoding: chunked')}\r\n\r\n0x0\r\n\r\n${smuggled}`],
    ['a space before the colon', `${post('Transfer-Encoding : chunked')}\r\n\r\n0\r\n\r\n${smuggled}`],
    ['a folded field', `${post('X-A: b\r\n Transfer-Encoding: chunked')}\r\n\r\n0\r\n\r\n${smuggled}`],
    ['bare line feeds', `${post('X-A: b\nTransfer-Encoding: chunked')}\r\n\r\n0\r\n\r\n${smuggled}`],
    ['a bare carriage return', `${post('X-A: b\rTransfer-Encoding: chunked')}\r\n\r\n0\r\n\r\n${smuggled}`],
    ['NUL in a field', `${post('X-A: b\0c')}\r\n\r\n${smuggled}`],
  ])('%s: is refused, and nothing behind it is answered', async (_what, text) => {
    const said = await exchange(port, text)
    const statuses = statusesIn(said)
    expect(statuses.length).toBeLessThanOrEqual(1)
    expect(statuses.every((status) => status >= 400 && status < 500)).toBe(true)
    expect(said).not.toContain('200 OK')
  })

  it.each([
    ['Host', 'Host: localhost', 'Host: evil.example'],
    ['Authorization', 'Authorization: Bearer a', 'Authorization: Bearer b'],
    ['Content-Type', 'Content-Type: text/plain', 'Content-Type: application/json'],
    ['Origin', 'Origin: http://localhost', 'Origin: http://evil.example'],
  ])('field %s twice: is refused', async (_name, ...fields) => {
    const said = await exchange(port, head('GET /livez HTTP/1.1', ...fields))
    expect(statusesIn(said)).toEqual([400])
    expect(said).toContain('REQUEST_UNREADABLE')
  })
})

describe('the target of a request', () => {
  it('in absolute form is taken for the own host, and refused for another', async () => {
    const ask = (target: string) => exchange(port, head(`GET ${target} HTTP/1.1`, `Host: localhost:${port}`))
    expect(statusesIn(await ask(`http://localhost:${port}/livez`))).toEqual([200])
    expect(statusesIn(await ask('http://evil.example/livez'))).toEqual([400])
    expect(statusesIn(await ask(`http://localhost:${port}@evil.example/livez`))).toEqual([400])
    expect(statusesIn(await ask('gopher://localhost/livez'))).toEqual([400])
  })

  it.each([
    '/../../../../etc/passwd',
    '/..%2f..%2f..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
    '/%252e%252e/%252e%252e/etc/passwd',
    '/..%5c..%5c..%5cwindows%5cwin.ini',
    '/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd',
    '/%e0%80%ae%e0%80%ae/etc/passwd',
    '/....//....//etc/passwd',
    '/assets/..%2f..%2f..%2fpackage.json',
    '//etc/passwd',
    '/file:///etc/passwd',
    '/etc/passwd%00.html',
    '/livez%00',
    '/%00',
    '/.git/config',
    '/.env',
    '/\u0000',
    '/%',
    '/%zz',
    '/database-versions/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '/database-versions/package/..%2f..%2fetc%2fpasswd',
    '/users/..%2f..%2f',
  ])('never leads to a file beside the page, nor to an accident: %s', async (path) => {
    const said = await exchange(port, head(`GET ${path} HTTP/1.1`))
    const [status = 400] = statusesIn(said)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(said).not.toMatch(/root:|\[core\]|"dependencies"|<html|<pre/i)
    expect(said).not.toContain('Location:')
  })

  it('leads nobody to another site', async () => {
    for (const path of [
      '//evil.example',
      '//evil.example/..',
      '/\\evil.example',
      '/%5cevil.example',
      '/assets//evil',
    ]) {
      const said = await exchange(port, head(`GET ${path} HTTP/1.1`))
      expect(said, path).not.toMatch(/^Location:|^HTTP\/1\.1 3/im)
    }
  })
})

describe('methods', () => {
  it('that change where a request goes are not spoken', async () => {
    const connect = await exchange(port, head('CONNECT localhost:22 HTTP/1.1'))
    expect(connect).not.toContain(' 200 ')
    const trace = await exchange(port, head('TRACE /livez HTTP/1.1', 'Cookie: dvm.session=secret'))
    expect([statusesIn(trace), trace.includes('secret')]).toEqual([[405], false])
    const upgrade = head('GET /livez HTTP/1.1', 'Upgrade: h2c', 'HTTP2-Settings: AAA', 'Upgrade: websocket')
    expect(statusesIn(await exchange(port, upgrade))).toEqual([200])
  })

  it.each(['PROPFIND', 'MKCOL', 'LOCK', 'PURGE', 'SEARCH', 'REPORT', 'LINK', 'QUERY'])(
    'such as %s, do nothing',
    async (method) => {
      const said = await exchange(port, head(`${method} /database-versions HTTP/1.1`))
      // Whatever is not known to change nothing takes a CSRF token before anything else.
      expect(statusesIn(said)).toEqual([403])
    },
  )

  it.each(['get', 'Get', 'JEFF', 'G\0ET', 'GET\t'])('that are none, such as %j, are refused', async (method) => {
    const [status] = statusesIn(await exchange(port, head(`${method} /livez HTTP/1.1`)))
    expect(status).toBe(400)
  })

  it('are not taken from a header or a query', async () => {
    const said = await exchange(
      port,
      head('GET /livez?_method=DELETE HTTP/1.1', 'X-HTTP-Method-Override: DELETE', 'X-Method-Override: PUT'),
    )
    expect(statusesIn(said)).toEqual([200])
  })
})

describe('too much of anything', () => {
  const many = (count: number, of: (index: number) => string) => Array.from({ length: count }, (_, index) => of(index))

  it.each([
    ['a long address', head(`GET /livez?a=${'a'.repeat(5_000)} HTTP/1.1`), 414],
    ['many parameters', head(`GET /livez?${'a&'.repeat(200)} HTTP/1.1`), 400],
    ['many fields', head('GET /livez HTTP/1.1', ...many(150, (index) => `X-${index}: a`)), 400],
    ['a big head', head('GET /livez HTTP/1.1', `X-A: ${'a'.repeat(20_000)}`), 431],
    ['many cookies', head('GET /livez HTTP/1.1', `Cookie: ${'a=b; '.repeat(2_000)}`), 400],
    ['a length that was told', head('POST /api/v1/session HTTP/1.1', 'Content-Length: 99999999999'), 413],
    ['a length beyond numbers', head('POST /api/v1/session HTTP/1.1', `Content-Length: ${'9'.repeat(40)}`), 400],
    ['expectations', head('GET /livez HTTP/1.1', 'Expect: the-unexpected'), 400],
  ])('%s: is refused', async (_what, text, status) => {
    expect(statusesIn(await exchange(port, text))).toEqual([status])
  })

  it('answers others while fifty clients say their first words one by one', async () => {
    const slow = many(50, () => 'GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Slow: ').map((text) => opened(port, text))
    expect(statusesIn(await exchange(port, head('GET /livez HTTP/1.1')))).toEqual([200])
    for (const socket of slow) socket.destroy()
  })
})
