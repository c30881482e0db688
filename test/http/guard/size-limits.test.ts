import type { AddressInfo } from 'node:net'
import express from 'express'
import request from 'supertest'
import { expect, it } from 'vitest'
import { sizeLimits } from '../../../src/http/guard/size-limits.ts'
import { listen } from '../../../src/http/listen.ts'
import { sendProblem } from '../../../src/http/send-problem.ts'
import { silentLog } from '../../../src/kit/log.ts'

const app = express()
  .use(sizeLimits({ urlCharacters: 20, bodyBytes: 10 }))
  .all('/ok', (_request, response) => void response.send('ok'))
  .use(sendProblem(silentLog, []))

it('refuses an address that is too long', async () => {
  expect((await request(app).get('/ok?a=12345678901234')).status).toBe(200)
  const reply = await request(app).get('/ok?a=123456789012345')
  expect([reply.status, reply.body.code]).toEqual([414, 'URL_TOO_LONG'])
})

it('refuses a body that is too large', async () => {
  expect((await request(app).post('/ok').send('0123456789')).status).toBe(200)
  const large = await request(app).post('/ok').send('01234567890')
  expect([large.status, large.body.code]).toEqual([413, 'BODY_TOO_LARGE'])
})

it('refuses a body that does not say how large it is', async () => {
  const server = await listen(app, { host: '127.0.0.1', port: 0, orNext: false })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/ok`
  const body = new Blob(['x']).stream()
  const reply = await fetch(url, { method: 'POST', body, duplex: 'half' })
  server.close()
  expect(reply.status).toBe(413)
})
