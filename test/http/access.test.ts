import request, { type Agent } from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PERMISSIONS, PERMISSIONS_OF, type Permission, ROLES } from '../../src/model/identity.ts'
import { type TestManager, testManager } from '../support/manager.ts'
import { csrfOf, type ManagedApp, managedApp } from './managed-app.ts'

interface Operation {
  readonly operationId: string
  readonly parameters: readonly { readonly name: string }[]
  readonly security?: readonly unknown[]
  readonly 'x-permission'?: Permission
}
interface Asked extends Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  readonly path: string
}

/** Who asks: how to ask as they, and what they may do on the default target. */
interface Caller {
  readonly name: string
  readonly signedIn: boolean
  readonly may: readonly Permission[]
  ask(operation: Asked): Promise<{ status: number; code: unknown }>
}

const ID = '00000000-0000-4000-8000-000000000000'
/** They end the session they are asked with, or replace it. */
const ENDS_SESSION = new Set(['signOut', 'signOutEverywhere', 'signIn', 'completeSetup'])

let fresh: TestManager
let made: ManagedApp
let operations: readonly Asked[]
const callers: Caller[] = []

beforeAll(async () => {
  fresh = await testManager()
  made = managedApp(fresh)
  for (const role of ROLES) {
    await addPerson(`${role} of all targets`, `${role}-all`, [{ target: '*', role }], PERMISSIONS_OF[role])
    const here = PERMISSIONS_OF[role]
    await addPerson(`${role} of the target`, `${role}-here`, [{ target: 'default', role }], here)
    await addPerson(`${role} of another target`, `${role}-there`, [{ target: 'other', role }], [])
  }
  await addPerson('somebody without a role', 'none', [], [])
  for (const scope of PERMISSIONS) {
    const token = await made.token(`token-${scope}`, [{ target: '*', role: 'admin' }], [scope])
    callers.push(
      caller(`a token for ${scope}`, true, [scope], request.agent(made.app), { Authorization: `Bearer ${token}` }),
    )
  }
  const beyond = await made.token('token-viewer', [{ target: '*', role: 'viewer' }], ['view'])
  callers.push(
    caller("a viewer's token", true, ['view'], request.agent(made.app), { Authorization: `Bearer ${beyond}` }),
  )
  const stranger = request.agent(made.app)
  callers.push(caller('nobody', false, [], stranger, { 'X-CSRF-Token': await csrfOf(stranger) }))
  operations = await readOperations()
}, 120_000)
afterAll(async () => {
  made.dispose()
  await fresh.dispose()
})

async function addPerson(
  name: string,
  account: string,
  grants: Parameters<ManagedApp['person']>[1],
  may: readonly Permission[],
): Promise<void> {
  const { agent, csrf } = await made.person(account, grants)
  callers.push(caller(name, true, may, agent, { 'X-CSRF-Token': csrf }))
}

function caller(
  name: string,
  signedIn: boolean,
  may: readonly Permission[],
  agent: Agent,
  headers: Readonly<Record<string, string>>,
): Caller {
  return {
    name,
    signedIn,
    may,
    ask: async ({ method, path }) => {
      // Nothing is sent that would be done: who may is decided before what is asked for is looked at.
      const call = agent[method](path.replace(/\{\w+\}/g, ID))
        .set(headers)
        .timeout(20_000)
      const reply = await (method === 'get' ? call : call.send({}))
      return { status: reply.status, code: reply.body?.code }
    },
  }
}

async function readOperations(): Promise<readonly Asked[]> {
  const token = await made.token('reads-the-api', [{ target: '*', role: 'viewer' }], ['view'])
  const { body } = await request(made.app).get('/openapi.json').set('Authorization', `Bearer ${token}`)
  const paths: Record<string, Record<string, Operation>> = body.paths
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, method: method as Asked['method'], path })),
  )
}

function expected({ security, parameters, 'x-permission': permission }: Asked, { name, signedIn, may }: Caller) {
  if (security?.length === 0) return 'let through'
  if (!signedIn) return 'SIGN_IN_REQUIRED'
  if (permission === undefined) return 'let through'
  if (!may.includes(permission)) return 'ACCESS_DENIED'
  // What concerns no single target takes a role on all of them.
  const ofOne = parameters.some((parameter) => parameter.name === 'target')
  return !ofOne && name.endsWith('of the target') ? 'ACCESS_DENIED' : 'let through'
}

describe('who may do what, by the OpenAPI document', () => {
  it('knows every kind of caller and operation', () => {
    expect(operations.length).toBeGreaterThan(25)
    const asked = new Set(operations.map((operation) => operation['x-permission']))
    for (const permission of PERMISSIONS.filter((each) => each !== 'operate')) expect(asked).toContain(permission)
  })

  it('lets through whom it names, and nobody else, for every operation and every role', async () => {
    const wrong: string[] = []
    for (const one of callers) {
      for (const operation of operations) {
        if (one.signedIn && ENDS_SESSION.has(operation.operationId)) continue
        const { status, code } = await one.ask(operation)
        const found = code === 'SIGN_IN_REQUIRED' || code === 'ACCESS_DENIED' ? code : 'let through'
        // Some ask for more than a permission: that a person asks, say.
        const own = found === 'ACCESS_DENIED' && operation['x-permission'] === undefined
        if (found !== expected(operation, one) && !own) {
          wrong.push(`${one.name}: ${operation.operationId} → ${status} ${String(code)}`)
        }
      }
    }
    expect(wrong).toEqual([])
  }, 240_000)
})
