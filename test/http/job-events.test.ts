import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Job } from '../../src/model/job.ts'
import { createJobWatch, type JobWatch } from '../../src/task/watch-jobs.ts'
import { query } from '../support/database.ts'
import { builtFile, heldBuild, startInstance, type TestInstance } from '../support/jobs.ts'
import { type TestManager, testManager } from '../support/manager.ts'
import { type ManagedApp, managedApp } from './managed-app.ts'

interface Told {
  readonly event: string
  readonly id: number
  readonly data: Job
}

let manager: TestManager
let token = ''
let draining = false
const apps: { app: ManagedApp; server: Server; watch: JobWatch; url: string }[] = []
const instances: TestInstance[] = []

beforeAll(async () => {
  manager = await testManager()
  // Two instances: jobs are sent to one, and asked for at the other.
  for (const own of [manager, manager.twin()]) {
    const watch = createJobWatch(own)
    const jobs = { watch, drain: async () => undefined }
    const app = managedApp(own, { jobs, isDraining: () => draining })
    const server = createServer(app.app)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    apps.push({ app, server, watch, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/packages` })
  }
  const scopes = ['view', 'database-management'] as const
  token = (await apps[0]?.app.token('anna', [{ target: '*', role: 'packager' }], scopes)) ?? ''
})
beforeEach(async () => {
  draining = false
  await query(manager.url, 'DELETE FROM dvm.job')
})
afterEach(async () => {
  await Promise.all(instances.splice(0).map((each) => each.stop()))
})
afterAll(async () => {
  for (const { app, server, watch } of apps) {
    server.closeAllConnections()
    await watch.close()
    app.dispose()
  }
  await manager.dispose()
})

function ask(instance: 0 | 1, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers }
  return fetch(`${apps[instance]?.url}${path}`, { ...init, headers })
}

async function send(): Promise<string> {
  const reply = await ask(0, '', { method: 'POST', body: '{"kind":"offline"}' })
  return ((await reply.json()) as Job).id
}

function build(runner: Parameters<typeof startInstance>[1]): void {
  instances.push(startInstance(manager.twin(), runner, { targets: ['default'] }))
}

/** The events of a stream, until it ends. */
async function* readEvents(reply: Response): AsyncGenerator<Told> {
  let text = ''
  for await (const piece of reply.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const fields = Object.fromEntries(
        text
          .slice(0, end)
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
      )
      text = text.slice(end + 2)
      if (fields['event'])
        yield { event: fields['event'], id: Number(fields['id']), data: JSON.parse(fields['data'] ?? '') }
    }
  }
}

describe('the events of a job', () => {
  it('tell of it through another instance than the one that builds, until it is over', async () => {
    const id = await send()
    const reply = await ask(1, `/${id}/events`)
    expect(reply.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    const { build: held, letGo } = heldBuild()
    const told: Told[] = []
    for await (const each of readEvents(reply)) {
      told.push(each)
      if (told.length === 1) build(held)
      if (each.data.progress !== null) letGo()
    }
    const names = told.map(({ event, data }) => `${event} ${data.state}`)
    expect(names[0]).toBe('state queued')
    expect(names).toContain('state running')
    expect(names.at(-1)).toBe('end done')
    expect(told.map(({ data }) => data.progress)).toContainEqual(expect.objectContaining({ phase: 'render', total: 9 }))
    const ids = told.map((each) => each.id)
    expect(ids).toEqual([...ids].sort((one, other) => one - other))
    expect(told.at(-1)?.data.result).toMatchObject({ bytes: 9 })
  })

  it('are told from where the client was, and not at all where it knows the end', async () => {
    const id = await send()
    const first = await readEvents(await ask(0, `/${id}/events`)).next()
    const known = String((first.value as Told).id)
    const later = await ask(1, `/${id}/events`, { headers: { 'last-event-id': known } })
    build(async () => builtFile(Buffer.from('x')))
    const told: Told[] = []
    for await (const each of readEvents(later)) told.push(each)
    expect(told.map(({ event }) => event)).not.toContain('state queued')
    expect(told.every((each) => each.id > Number(known))).toBe(true)
    const last = String(told.at(-1)?.id)
    expect((await ask(1, `/${id}/events`, { headers: { 'last-event-id': last } })).status).toBe(204)
  })

  it('end when the client goes, when the job is removed, and when the server closes', async () => {
    const id = await send()
    const gone = new AbortController()
    const open = await ask(0, `/${id}/events`, { signal: gone.signal })
    const events = readEvents(open)
    await events.next()
    gone.abort()
    await expect(events.next()).rejects.toThrow()
    const closing = readEvents(await ask(0, `/${id}/events`))
    await closing.next()
    draining = true
    expect((await closing.next()).done).toBe(true)
    draining = false
    const removed = readEvents(await ask(1, `/${id}/events`))
    await removed.next()
    await query(manager.url, 'DELETE FROM dvm.job')
    expect((await removed.next()).done).toBe(true)
  })

  it('are told to one who asks in so many streams only', async () => {
    const id = await send()
    const streams = await Promise.all(Array.from({ length: 8 }, () => ask(0, `/${id}/events`)))
    expect(streams.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200))
    const refused = await ask(0, `/${id}/events`)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10'])
    await Promise.all(streams.map((each) => each.body?.cancel()))
    await expect.poll(async () => (await ask(0, `/${id}/events`, { method: 'HEAD' })).status).toBe(200)
  })
})
