import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AuditAction } from '../../src/model/audit.ts'
import { listEvents } from '../../src/task/list-events.ts'
import { createEventRecorder, type EventRecorder } from '../../src/task/record-event.ts'
import { type TestManager, testManager } from '../support/manager.ts'
import { type ManagedApp, managedApp, type Person } from './managed-app.ts'

let fresh: TestManager
let made: ManagedApp
let events: EventRecorder
let boss: Person

beforeAll(async () => {
  fresh = await testManager()
  events = createEventRecorder(fresh, { onEvent: () => undefined, onDropped: () => undefined })
  made = managedApp(fresh, { events })
  boss = await made.person('boss', [{ target: '*', role: 'admin' }])
})
afterAll(async () => {
  await events.close()
  made.dispose()
  await fresh.dispose()
})

const send = (method: 'post' | 'patch', path: string, body: object) =>
  boss.agent[method](`/api/v1${path}`).set('X-CSRF-Token', boss.csrf).send(body)
const newest = async (action: AuditAction) => (await listEvents(fresh, { limit: 1, action })).events[0]

it('tells who is linked to whom at an OpenID provider: it lets them in as that user', async () => {
  const openId = { issuer: 'https://login.example', subject: 'of somebody else' }
  const { body: user } = await send('post', '/users', { name: 'carl', openId })
  expect((await newest('user.create'))?.detail).toEqual({ grants: [], openId })
  const other = { ...openId, subject: 'of another one' }
  expect((await send('patch', `/users/${user.id}`, { openId: other })).status).toBe(200)
  expect(await newest('user.change')).toMatchObject({ subject: 'carl', detail: { openId: other } })
})

it('has new roles under the name that the command line gives them', async () => {
  const { body: user } = await send('post', '/users', { name: 'dora' })
  const grants = [{ target: '*', role: 'admin' }]
  expect((await send('patch', `/users/${user.id}`, { grants })).status).toBe(200)
  expect(await newest('grant.change')).toMatchObject({ subject: 'dora', outcome: 'done', detail: { grants } })
})
