import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, createServer, type Server, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compose } from '../../src/compose.ts'
import { endpointsOf } from '../../src/http/app.ts'
import { problem } from '../../src/http/contract/problem.ts'
import type { RouteContract } from '../../src/http/contract/route.ts'
import { PERMISSIONS } from '../../src/model/identity.ts'
import type { Context } from '../../src/task/context.ts'
import { listVersions } from '../../src/task/list-versions.ts'
import { stageAnyPackage } from '../../src/task/stage-any-package.ts'
import { update } from '../../src/task/update.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestManager, testManager } from '../support/manager.ts'
import { type OddRequest, oddRequest } from '../support/odd-request.ts'
import { toTarget } from '../support/target.ts'
import { type ManagedApp, managedApp, type Person } from './managed-app.ts'
import { testApp, testSettings } from './test-app.ts'

// In a pipeline the same requests each time; elsewhere new ones, whose seed a failure tells.
const SEED = process.env['CI'] === undefined ? Date.now() % 2 ** 31 : 20_261_121
const TOTAL = 5_000
const AT_ONCE = 16
/** Problems of 500 and above that say what is so: the client can do nothing about them, but they are no accident. */
const HONEST = new Set(['TOOL_NOT_FOUND', 'TOOL_TOO_OLD', 'COMPRESSION_UNAVAILABLE'])

interface Reply {
  readonly status: number
  readonly type: string
  readonly text: string
}

const contracts: readonly RouteContract[] = listContracts()
const perRoute = Math.ceil(TOTAL / contracts.length)

let database: FreshDatabase
let folder = ''
let context: Context
let server: Server
let manager: TestManager
let made: ManagedApp
let token = ''
const statuses = new Map<number, number>()
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })

beforeAll(async () => {
  database = await freshDatabase()
  folder = mkdtempSync(join(tmpdir(), 'dvm-fuzz-'))
  writeFileSync(join(folder, 'master.sql'), '--liquibase formatted sql\n--changeset anna:1\nCREATE TABLE a (i int);\n')
  const settings = { ...testSettings(folder), changelog: 'master.sql', searchPath: [folder] }
  context = await compose({ ...settings, database: toTarget(database.url) })
  await update(context)
  manager = await testManager()
  const target = { name: 'default', context, probes: context, dumps: context }
  const { parts, dispose } = testApp()
  dispose()
  const tasks = { ...parts.tasks, listVersions, stagePackage: stageAnyPackage }
  const often = { ...parts.server, requestsPerMinute: 1_000_000 }
  made = managedApp(manager, { targets: new Map([['default', target]]), tasks, server: often })
  token = await made.token('fuzz', [{ target: '*', role: 'admin' }], PERMISSIONS)
  server = createServer(made.app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  agent.destroy()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  made.dispose()
  await manager.dispose()
  await context.database?.close()
  await database.drop()
  rmSync(folder, { recursive: true })
})

function listContracts(): readonly RouteContract[] {
  const made = testApp()
  made.dispose()
  return endpointsOf(made.parts).map(({ contract }) => contract)
}

/** For these a person has to ask. */
const PERSONAL = new Set(['issueToken', 'changePassword', 'signOutEverywhere', 'signOut', 'signIn', 'completeSetup'])

async function credentials({ id }: RouteContract): Promise<Record<string, string>> {
  if (!PERSONAL.has(id)) return { authorization: `Bearer ${token}` }
  const { agent, csrf }: Person = await made.person(`fuzz-${id}`, [{ target: '*', role: 'admin' }])
  const { headers } = await agent.get('/api/v1/session')
  return { cookie: String(headers['set-cookie']).replace(/;.*/s, ''), 'x-csrf-token': csrf }
}

function ask({ method, path, headers: odd, body }: OddRequest, who: Record<string, string>): Promise<Reply> {
  const headers = odd['authorization'] === undefined && odd['cookie'] === undefined ? { ...odd, ...who } : odd
  const { port } = server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const call = send({ host: '127.0.0.1', port, method, path, agent, headers: { ...headers, ...length } }, (reply) => {
      const parts: Buffer[] = []
      reply.on('data', (part: Buffer) => parts.push(part))
      reply.on('end', () => {
        const text = Buffer.concat(parts).toString()
        resolve({ status: reply.statusCode ?? 0, type: reply.headers['content-type'] ?? '', text })
      })
      reply.on('error', reject)
    })
    call.on('error', reject)
    call.end(body ?? undefined)
  })
}

/** What is wrong with the reply; null where nothing is. */
function faultOf({ method }: OddRequest, { status, type, text }: Reply): string | null {
  if (status < 400) return null
  if (method === 'HEAD') return status >= 500 ? 'a 5xx' : null
  if (!type.startsWith('application/problem+json')) return `an error of type ${type}`
  const read = problem.safeParse(JSON.parse(text))
  if (!read.success) return `no problem: ${read.error.message}`
  if (status >= 500 && !HONEST.has(read.data.code)) return 'a 5xx'
  if (text.includes(folder) || /\bat .*\(.*:\d+:\d+\)|node_modules|src\//.test(text)) return 'it tells of our inside'
  return null
}

describe(`${perRoute} odd requests to each route (seed ${SEED})`, { timeout: 240_000 }, () => {
  it.each(contracts.map((contract) => [contract.id, contract] as const))('%s', async (_id, contract) => {
    const requests = fc.sample(oddRequest(contract), { seed: SEED, numRuns: perRoute })
    const faults: string[] = []
    const who = await credentials(contract)
    const next = requests.values()
    const worker = async (): Promise<void> => {
      for (const odd of next) {
        const reply = await ask(odd, who)
        statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1)
        const fault = faultOf(odd, reply)
        if (fault !== null)
          faults.push(`${fault}: ${JSON.stringify(odd)} → ${reply.status} ${reply.text.slice(0, 400)}`)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    expect(faults).toEqual([])
  })

  it('reached what stands behind the checks, and the checks', () => {
    const share = (...wanted: readonly number[]): number =>
      wanted.reduce((sum, status) => sum + (statuses.get(status) ?? 0), 0) / (perRoute * contracts.length)
    expect(share(200, 204, 206, 304)).toBeGreaterThan(0.1)
    expect(share(422)).toBeGreaterThan(0.05)
    expect(share(405)).toBeGreaterThan(0.002)
    expect(share(406)).toBeGreaterThan(0.01)
  })
})
