import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTokenText } from '../../src/account/token-text.ts'
import { ensureDatabase } from '../../src/database/embedded/ensure-database.ts'
import { type EmbeddedServer, startEmbedded } from '../../src/database/embedded/start-embedded.ts'
import { silentLog } from '../../src/kit/log.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { toTarget } from '../support/target.ts'
import { ORDERS, startServer, type TestServer } from './start-server.ts'

let stateDir = ''
let cluster: EmbeddedServer
let elsewhere: FreshDatabase
let port: number

// A port of its own, so that the database comes back where it was.
function startCluster(): Promise<EmbeddedServer> {
  return startEmbedded(stateDir, silentLog, { settings: { fsync: 'off' }, sync: false, port })
}

beforeAll(async () => {
  stateDir = mkdtempSync(join(tmpdir(), 'dvm-recovery-'))
  port = await freePort()
  cluster = await startCluster()
  elsewhere = await freshDatabase()
})
afterAll(async () => {
  await cluster.stop()
  await elsewhere.drop()
  rmSync(stateDir, { recursive: true, force: true })
})

const PATHS = ['/api/v1/database-versions', '/api/v1/database-versions/package/sql', '/database-versions/health']

/** Asks for everything, again and again, until it is told to stop; gives each answer it got. */
function traffic(server: TestServer): { stop(): Promise<readonly Answer[]> } {
  let going = true
  const answers: Answer[] = []
  const client = async (path: string): Promise<void> => {
    while (going) {
      const reply = await fetch(`${server.url}${path}`)
      await reply.arrayBuffer()
      answers.push({ path, status: reply.status, type: reply.headers.get('content-type') ?? '' })
      await pause(20)
    }
  }
  const clients = [...PATHS, ...PATHS].map(client)
  return {
    stop: async () => {
      going = false
      await Promise.all(clients)
      return answers
    },
  }
}

interface Answer {
  readonly path: string
  readonly status: number
  readonly type: string
}

async function readiness(server: TestServer): Promise<number> {
  return (await fetch(`${server.url}/readyz`)).status
}

describe('a database that is stopped and started during traffic', () => {
  it.each([
    ['the packaged one', (here: string) => [elsewhere.url, here]],
    ['the one of our own tables', (here: string) => [here, elsewhere.url]],
  ])(
    '%s: 503 while it is away, never 500, and no restart is needed',
    async (_which, place) => {
      const { user, password } = cluster.target
      const database = `at_${Date.now()}`
      await ensureDatabase({ ...cluster.target, database })
      const [own = '', packaged = ''] = place(`postgres://${user}:${password}@127.0.0.1:${port}/${database}`)
      const server = await startServer(
        own,
        { 'master.sql': ORDERS },
        {},
        { changelog: 'master.sql', database: toTarget(packaged) },
      )
      expect(await readiness(server)).toBe(200)
      const { stop } = traffic(server)
      await pause(300)
      await cluster.stop()
      await expect.poll(() => readiness(server), { timeout: 20_000 }).toBe(503)
      expect((await fetch(`${server.url}/livez`)).status).toBe(200)
      await pause(300)
      cluster = await startCluster()
      await expect.poll(() => readiness(server), { timeout: 20_000 }).toBe(200)
      await pause(300)
      const answers = await stop()
      const after = await Promise.all(PATHS.map(async (path) => (await fetch(`${server.url}${path}`)).status))
      await server.close()

      expect(after).toEqual([200, 200, 200])
      expect(answers.filter(({ status }) => status !== 200 && status !== 503)).toEqual([])
      const problems = answers.filter(({ status, path }) => status === 503 && !path.endsWith('health'))
      expect(problems.filter(({ type }) => type !== 'application/problem+json; charset=utf-8')).toEqual([])
    },
    60_000,
  )
})

it('who comes with a session or a token while our own tables are away gets 503, and is not taken for a stranger', async () => {
  const own = await freshDatabase()
  const settings = { changelog: 'master.sql', database: toTarget(elsewhere.url) }
  const server = await startServer(own.url, { 'master.sql': ORDERS }, { signIn: true }, settings)
  const begun = await fetch(`${server.url}/api/v1/database-versions/csrf-token`)
  const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  expect(cookie).toMatch(/^dvm\.session=/)
  await own.drop()
  const known: Record<string, string>[] = [{ cookie }, { authorization: `Bearer ${createTokenText()}` }]
  for (const headers of known) {
    const reply = await fetch(`${server.url}/api/v1/database-versions`, { headers })
    expect(await reply.json()).toMatchObject({ status: 503, code: expect.stringMatching(/^DATABASE_/) })
    expect(reply.headers.get('content-type')).toContain('application/problem+json')
  }
  expect(await readiness(server)).toBe(503)
  await server.close()
})
