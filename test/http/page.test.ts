import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import request from 'supertest'
import { expect, it } from 'vitest'
import { testApp } from './test-app.ts'

it('is asked for anew each time, also where the product lies in a folder called assets; its own assets are not', async () => {
  const root = mkdtempSync(join(tmpdir(), 'dvm-page-'))
  const page = join(root, 'assets', 'web')
  mkdirSync(join(page, 'assets'), { recursive: true })
  writeFileSync(join(page, 'index.html'), '<p>')
  writeFileSync(join(page, 'assets', 'a-1.js'), '1')
  const { app, dispose } = testApp({}, { page })
  expect((await request(app).get('/')).headers['cache-control']).toBe('no-cache')
  expect((await request(app).get('/assets/a-1.js')).headers['cache-control']).toContain('immutable')
  dispose()
  rmSync(root, { recursive: true })
})
