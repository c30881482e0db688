import request from 'supertest'
import { expect, it } from 'vitest'
import { testApp } from '../test-app.ts'

it.each(['/database-versions', '/database-versions/health', '/livez', '/missing'])('%s is never kept', async (path) => {
  const { app, dispose } = testApp()
  const reply = await request(app).get(path)
  dispose()
  expect(reply.headers['cache-control']).toBe('no-store')
  expect(reply.headers['etag']).toBeUndefined()
})
