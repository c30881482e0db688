import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listen } from '../../../src/http/listen.ts'
import type { Listener } from '../../../src/http/listener.ts'
import { type ServerSettings, USUAL_SERVER } from '../../../src/model/server-settings.ts'
import { exchange, statusesIn } from '../../support/raw-http.ts'
import { type TestApp, testApp } from '../test-app.ts'

const LIES = [
  ['X-Forwarded-Host: evil.example', 'X-Forwarded-Proto: https', 'X-Forwarded-Port: 444'],
  ['Forwarded: for=1.2.3.4;host=evil.example;proto=https', 'X-Original-URL: /users', 'X-Rewrite-URL: /users'],
  ['X-Host: evil.example', 'X-Forwarded-Server: evil.example', 'X-Forwarded-Prefix: /evil'],
  ['X-HTTP-Method-Override: DELETE', 'X-Forwarded-For: 127.0.0.1, evil.example', 'Via: 1.1 evil.example'],
]
const PATHS = [
  '/api/v1/openapi.json',
  '/database-versions/csrf-token',
  '/database-versions/package/sql',
  '/nowhere',
  '/',
]

const head = (path: string, ...fields: readonly string[]): string =>
  [`GET ${path} HTTP/1.1`, 'Host: localhost', ...fields, 'Connection: close', '', ''].join('\r\n')

/** What is made anew for each request, whoever asks. */
const constant = (said: string): string =>
  said
    .replace(/^(X-Request-Id|traceparent|Date|X-Package-Generated-At):.*$/gim, '')
    .replace(/^Set-Cookie: dvm\.session=.*?;/gim, 'Set-Cookie:')
    .replace(/urn:uuid:[0-9a-f-]+|"token":"[^"]+"|Expires=[^;]+/g, '')
    .replace(/\d{8}_\d{6}/g, '')

const SERVERS: readonly (readonly [string, ServerSettings])[] = [
  ['that trusts nobody', USUAL_SERVER],
  ['that trusts its proxy', { ...USUAL_SERVER, trustProxy: 1 }],
]

describe.each(SERVERS)('a server %s', (_which, settings) => {
  let made: TestApp
  let server: Listener
  let port = 0

  beforeAll(async () => {
    made = testApp({}, { server: settings }, { generatedAt: '2026-01-01T00:00:00.000Z' })
    server = await listen(made.app, { host: '127.0.0.1', port: 0, orNext: false })
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
    made.dispose()
  })

  it.each(PATHS)('says at %s the same to a cache whatever forwarding headers claim', async (path) => {
    const plain = constant(await exchange(port, head(path)))
    for (const lies of LIES) {
      const lied = constant(await exchange(port, head(path, ...lies)))
      expect(lied).toBe(plain)
      expect(lied).not.toContain('evil')
    }
  })

  it('answers to no other name than its own', async () => {
    for (const host of ['evil.example', 'localhost.evil.example', 'localhost:80@evil.example', 'localhost evil', '']) {
      const text = head('/database-versions').replace('Host: localhost', `Host: ${host}\r\nX-Forwarded-Host: localhost`)
      const said = await exchange(port, text)
      expect([400, 421], host).toContain(statusesIn(said)[0])
      expect(said).not.toContain('evil')
    }
  })
})
