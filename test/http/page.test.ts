import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import request from 'supertest'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type TestApp, testApp } from './test-app.ts'

let root = ''
let made: TestApp
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'dvm-page-'))
  const page = join(root, 'assets', 'web')
  mkdirSync(join(page, 'assets'), { recursive: true })
  writeFileSync(join(page, 'index.html'), '<p>')
  writeFileSync(join(page, 'api.html'), '<p>')
  writeFileSync(join(page, 'assets', 'a-1.js'), '1')
  made = testApp({}, { page })
})
afterAll(() => {
  made.dispose()
  rmSync(root, { recursive: true })
})

it('is asked for anew each time, also where the product lies in a folder called assets; its own assets are not', async () => {
  for (const path of ['/', '/index.html', '/api']) {
    expect((await request(made.app).get(path)).headers['cache-control'], path).toBe('no-cache')
  }
  expect((await request(made.app).get('/assets/a-1.js')).headers['cache-control']).toContain('immutable')
})

it('has no cookie on it, whoever asks: a cache before the server would hand it on', async () => {
  const agent = request.agent(made.app)
  const token = await agent.get('/api/v1/database-versions/csrf-token')
  expect(token.headers['set-cookie']).toBeDefined()
  expect((await agent.get('/api/v1/session')).headers['set-cookie']).toBeDefined()
  for (const path of ['/', '/api', '/assets/a-1.js']) {
    const reply = await agent.get(path)
    expect([reply.status, reply.headers['set-cookie']], path).toEqual([200, undefined])
  }
})
