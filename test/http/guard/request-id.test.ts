import express from 'express'
import request from 'supertest'
import { expect, it } from 'vitest'
import { requestId, requestIdOf } from '../../../src/http/guard/request-id.ts'

const app = express()
  .use(requestId())
  .get('/', (_request, response) => void response.send(requestIdOf(response)))

it('gives every request an id of its own and does not take over the caller’s', async () => {
  const first = await request(app).get('/').set('X-Request-Id', 'forged')
  const second = await request(app).get('/')
  expect(first.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  expect(first.text).toBe(first.headers['x-request-id'])
  expect(second.text).not.toBe(first.text)
})
