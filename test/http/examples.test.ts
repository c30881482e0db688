import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compose } from '../../src/compose.ts'
import { endpointsOf } from '../../src/http/app.ts'
import type { RouteContract } from '../../src/http/contract/route.ts'
import { toOpenApi } from '../../src/http/to-openapi.ts'
import type { Context } from '../../src/task/context.ts'
import { createUser } from '../../src/task/create-user.ts'
import { listVersions } from '../../src/task/list-versions.ts'
import { update } from '../../src/task/update.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type TestManager, testManager } from '../support/manager.ts'
import { toTarget } from '../support/target.ts'
import { type ManagedApp, managedApp, PASSWORD, type Person } from './managed-app.ts'
import { testApp, testSettings } from './test-app.ts'

const ALL = [{ target: '*', role: 'admin' }] as const
/** What an example is refused for that is no fault of its own: nobody made what it names. */
const NOT_THERE = new Set([403, 404, 409])
/** They would end the session the others are asked with. */
const ENDS_SESSION = new Set(['signOut', 'signOutEverywhere', 'changePassword'])

const contracts = listContracts()

let database: FreshDatabase
let manager: TestManager
let made: ManagedApp
let context: Context
let folder = ''
let number = 0

beforeAll(async () => {
  manager = await testManager()
  database = await freshDatabase()
  folder = mkdtempSync(join(tmpdir(), 'dvm-examples-'))
  const file = '--liquibase formatted sql\n--changeset anna:1\nCREATE TABLE a (i int);\n--rollback DROP TABLE a;\n'
  writeFileSync(
    join(folder, 'master.sql'),
    `${file}--changeset anna:2\nCREATE TABLE b (i int);\n--rollback DROP TABLE b;\n`,
  )
  const settings = { ...testSettings(folder), changelog: 'master.sql', searchPath: [folder] }
  context = await compose({ ...settings, database: toTarget(database.url) })
  await update(context)
  const target = { name: 'default', context, probes: context, dumps: context }
  const { tasks } = testApp().parts
  made = managedApp(manager, { targets: new Map([['default', target]]), tasks: { ...tasks, listVersions } })
  await createUser(manager, { name: 'anna', password: PASSWORD, grants: ALL })
}, 60_000)
afterAll(async () => {
  made.dispose()
  await context.database?.close()
  await database.drop()
  await manager.dispose()
  rmSync(folder, { recursive: true })
})

function listContracts(): readonly RouteContract[] {
  const app = testApp()
  app.dispose()
  return endpointsOf(app.parts).map(({ contract }) => contract)
}

describe('the examples of the documentation', () => {
  it('are there for every operation that takes a body', () => {
    const bare = contracts.filter(({ body, example }) => body !== null && example?.body === undefined)
    expect(bare.map(({ id }) => id)).toEqual([])
    expect(JSON.stringify(toOpenApi(contracts))).toContain('"example"')
  })

  it.each(contracts.map((contract) => [contract.id, contract] as const))('%s: is taken', async (id, contract) => {
    number += 1
    const { agent, csrf }: Person = await (ENDS_SESSION.has(id) || shared === null
      ? made.person(`person-${number}`, ALL)
      : Promise.resolve(shared))
    if (!ENDS_SESSION.has(id)) shared = { agent, csrf, id: '' }
    const { method, path, at, example = {}, replies } = contract
    const whole = (at === 'root' ? path : `/api/v1${path}`).replace(/\{(\w+)\}/g, (_hole, name: string) =>
      encodeURIComponent(example.params?.[name] ?? '00000000-0000-4000-8000-000000000000'),
    )
    const call = agent[method](whole)
      .query(example.query ?? {})
      .set('X-CSRF-Token', id === 'signIn' || id === 'completeSetup' ? await freshCsrf(agent) : csrf)
    const reply = await (contract.body === null ? call : call.send(example.body as object))
    if (id === 'signIn' || id === 'completeSetup') shared = null
    const documented = Object.keys(replies).includes(String(reply.status))
    const told = `${reply.status} ${JSON.stringify(reply.body)}`.slice(0, 600)
    expect(documented || NOT_THERE.has(reply.status), told).toBe(true)
  })
})

let shared: Person | null = null

async function freshCsrf(agent: Person['agent']): Promise<string> {
  return (await agent.get('/api/v1/database-versions/csrf-token')).body.token
}
