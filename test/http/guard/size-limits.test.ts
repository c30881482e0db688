import type { AddressInfo } from 'node:net'
import express from 'express'
import request from 'supertest'
import { expect, it } from 'vitest'
import { sizeLimits } from '../../../src/http/guard/size-limits.ts'
import { listen } from '../../../src/http/listen.ts'
import { sendProblem } from '../../../src/http/send-problem.ts'
import { silentLog } from '../../../src/kit/log.ts'
import { everything, opened } from '../../support/raw-http.ts'

const app = express()
  .use(sizeLimits({ urlCharacters: 20, bodyBytes: 10 }))
  .post('/json', express.json({ limit: 10 }), (request, response) => void response.json(request.body))
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
  expect(large.headers['connection']).toBe('close')
})

it('takes a body that does not say how large it is, up to the limit', async () => {
  const server = await listen(app, { host: '127.0.0.1', port: 0, orNext: false })
  const { port } = server.address() as AddressInfo
  const post = (text: string) => {
    const body = new Blob([text]).stream()
    const headers = { 'Content-Type': 'application/json' }
    return fetch(`http://127.0.0.1:${port}/json`, { method: 'POST', headers, body, duplex: 'half' })
  }
  const replies = [await post('{"a":1}'), await post('{"a":1234567}')]
  server.close()
  expect(replies.map(({ status }) => status)).toEqual([200, 413])
})

it.each([
  ['where nobody reads', 'POST', 'HTTP/1.1 200 OK'],
  ['to what only reads', 'GET', 'HTTP/1.1 413 Payload Too Large'],
])(
  'closes the connection on whoever sends on and on %s',
  async (_where, method, answer) => {
    const server = await listen(app, { host: '127.0.0.1', port: 0, orNext: false })
    const { port } = server.address() as AddressInfo
    const socket = opened(port, `${method} /ok HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n`)
    const sending = setInterval(() => socket.write('4\r\nbody\r\n'), 20)
    const said = await everything(socket)
    clearInterval(sending)
    server.close()
    expect(said.split('\r\n')[0]).toBe(answer)
  },
  20_000,
)
