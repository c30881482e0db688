import request from 'supertest'
import { expect, it } from 'vitest'
import { USUAL_SERVER } from '../../../src/model/server-settings.ts'
import { testApp } from '../test-app.ts'

it('lets a page load only our own files and be framed by nobody', async () => {
  const { app, dispose } = testApp()
  const { headers } = await request(app).get('/livez')
  dispose()
  const policy = String(headers['content-security-policy'])
  expect(policy.split(';').map((directive) => directive.trim())).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ])
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'permissions-policy': expect.stringContaining('camera=(), '),
  })
  expect([headers['x-powered-by'], headers['server']]).toEqual([undefined, undefined])
})

it('holds browsers to HTTPS where people come by it, and only there', async () => {
  for (const [publicUrl, told] of [
    [null, undefined],
    ['http://dvm.example', undefined],
    ['https://dvm.example', 'max-age=31536000'],
  ] as const) {
    const { app, dispose } = testApp({}, { server: { ...USUAL_SERVER, publicUrl } })
    expect((await request(app).get('/livez')).headers['strict-transport-security']).toBe(told)
    dispose()
  }
})

it.each(['/livez', '/nowhere', '/database-versions', '/database-versions/csrf-token', '/%00', '/users'])(
  'says at %s how long the reply may be kept, and of what type it is for good',
  async (path) => {
    const { app, dispose } = testApp()
    const { headers } = await request(app).get(path)
    dispose()
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  },
)
