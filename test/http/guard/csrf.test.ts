import express from 'express'
import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { BoundedSessionStore } from '../../../src/http/guard/bounded-session-store.ts'
import { csrf } from '../../../src/http/guard/csrf.ts'
import { session } from '../../../src/http/guard/session.ts'
import { sendProblem } from '../../../src/http/send-problem.ts'
import { silentLog } from '../../../src/kit/log.ts'
import { USUAL_SERVER } from '../../../src/model/server-settings.ts'
import { testApp } from '../test-app.ts'

// No route of the application changes anything yet, so the guard stands before one made here.
const app = express()
  .use(
    session({
      store: new BoundedSessionStore({ sessions: 100, milliseconds: 60_000 }),
      secret: 'of a test',
      server: USUAL_SERVER,
      tokenPaths: ['/token'],
    }),
  )
  .use(csrf({ tokenPaths: ['/token'] }))
  .get('/token', (request, response) => void response.json({ token: request.csrfToken() }))
  .get('/safe', (_request, response) => void response.send('read'))
  .post('/change', (_request, response) => void response.send('changed'))
  .use(sendProblem(silentLog, []))

async function signIn() {
  const agent = request.agent(app)
  const token: string = (await agent.get('/token')).body.token
  return { agent, token }
}

describe('the CSRF guard', () => {
  it('lets a change through with the token of its own session in the header', async () => {
    const { agent, token } = await signIn()
    expect((await agent.post('/change').set('X-CSRF-Token', token)).text).toBe('changed')
  })

  it('refuses a change without token, with a wrong one, or with that of another session', async () => {
    const { agent, token } = await signIn()
    const other = await signIn()
    const replies = [
      await agent.post('/change'),
      await agent.post('/change').set('X-CSRF-Token', `${token}x`),
      await agent.post('/change').set('X-CSRF-Token', other.token),
      await request(app).post('/change').set('X-CSRF-Token', token),
    ]
    expect(replies.map((reply) => [reply.status, reply.body.code])).toEqual(Array(4).fill([403, 'CSRF_INVALID']))
  })

  it('does not take the token from query or body', async () => {
    const { agent, token } = await signIn()
    expect((await agent.post(`/change?_csrf=${encodeURIComponent(token)}`)).status).toBe(403)
    expect((await agent.post('/change').type('form').send({ _csrf: token })).status).toBe(403)
  })

  it('makes no session for requests that only read', async () => {
    expect((await request(app).get('/safe')).headers['set-cookie']).toBeUndefined()
  })

  it('keeps its cookie from scripts and other sites', async () => {
    const cookie = String((await request(app).get('/token')).headers['set-cookie'])
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Strict/)
  })

  it.each(['/database-versions/csrf-token', '/api/v1/database-versions/csrf-token'])('is wired at %s', async (path) => {
    const made = testApp()
    const reply = await request(made.app).get(path)
    made.dispose()
    expect(reply.body.token).toMatch(/^[\w-]{20,}$/)
  })
})
