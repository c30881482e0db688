import request from 'supertest'
import { expect, it } from 'vitest'
import { testApp } from '../test-app.ts'

it.each(['localhost', 'LOCALHOST:8080', '127.0.0.1:1', '[::1]:8080'])('answers to %s', async (host) => {
  const { app, dispose } = testApp()
  const reply = await request(app).get('/database-versions').set('Host', host)
  dispose()
  expect(reply.status).toBe(200)
})

it.each(['evil.example', 'evil.example:8080', 'localhost.evil.example', '127.0.0.1.nip.io', 'localhost:80@evil', ''])(
  'does not answer to %j, so a rebound DNS name reads nothing',
  async (host) => {
    const { app, dispose } = testApp()
    const reply = await request(app).get('/database-versions').set('Host', host)
    dispose()
    expect([reply.status, reply.body.code]).toEqual([421, 'HOST_REFUSED'])
  },
)

it('answers to every name where its owner chose so', async () => {
  const { app, dispose } = testApp({}, { hosts: 'any' })
  const reply = await request(app).get('/database-versions').set('Host', 'dvm.example')
  dispose()
  expect(reply.status).toBe(200)
})

it.each(['/livez', '/readyz'])(
  'answers %s under any name: orchestrators send probes to bare addresses',
  async (path) => {
    const { app, dispose } = testApp()
    const reply = await request(app).get(path).set('Host', '10.1.2.3:8080')
    dispose()
    expect(reply.status).toBe(200)
  },
)
