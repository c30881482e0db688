import request from 'supertest'
import { expect, it } from 'vitest'
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
  ])
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  })
  expect(headers['x-powered-by']).toBeUndefined()
})
