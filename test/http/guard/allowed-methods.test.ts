import request from 'supertest'
import { expect, it } from 'vitest'
import { testApp } from '../test-app.ts'

it.each(['post', 'put', 'patch', 'delete', 'options'] as const)(
  'answers %s with 405 and what is allowed',
  async (method) => {
    const { app, dispose } = testApp()
    const reply = await request(app)[method]('/database-versions')
    dispose()
    expect([reply.status, reply.body.code, reply.headers['allow']]).toEqual([405, 'METHOD_NOT_ALLOWED', 'GET, HEAD'])
  },
)
