import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenIdSettings } from '../../src/model/open-id.ts'
import { createUser } from '../../src/task/create-user.ts'
import { listEvents } from '../../src/task/list-events.ts'
import { listUsers } from '../../src/task/list-users.ts'
import { requireUser } from '../../src/task/require-user.ts'
import { type TestManager, testManager } from '../support/manager.ts'
import { openIdProvider, type People, type RunningProvider } from '../support/open-id-provider.ts'
import { Tab } from '../support/tab.ts'
import { type Door, type OpenIdApp, openDoor, openIdApp, USUAL_OPENID } from './openid-app.ts'

const FAILED = '/#sign-in=failed'
const ROLES: OpenIdSettings['roles'] = {
  claim: 'groups',
  given: [
    { group: 'cn=dba,ou=it', grant: { target: '*', role: 'admin' } },
    { group: 'staff', grant: { target: '*', role: 'viewer' } },
    { group: 'shop', grant: { target: 'shop', role: 'viewer' } },
    { group: 'shop-leads', grant: { target: 'shop', role: 'packager' } },
  ],
}

const people: People = {
  root: { groups: ['cn=dba,ou=it'], email: 'root@acme.example', email_verified: true, preferred_username: 'root' },
  anna: { groups: ['shop', 'shop-leads', 'staff'], email: 'anna@acme.example', email_verified: true, name: 'Anna\nB' },
  none: { groups: ['other'], email: 'none@acme.example', email_verified: true },
  away: { groups: ['staff'], email: 'away@elsewhere.example', email_verified: true },
  claims: { groups: ['staff'], email: 'claims@acme.example', email_verified: false },
  plain: { groups: 'staff', preferred_username: 'plain' },
  taken: { groups: ['cn=dba,ou=it'], preferred_username: 'owner' },
  odd: { groups: ['staff'], preferred_username: '-x y' },
}

let manager: TestManager
let provider: RunningProvider
let door: Door
let app: OpenIdApp
const opened: OpenIdApp[] = []

const open = (settings: Partial<OpenIdSettings>): OpenIdApp => {
  const made = openIdApp(manager, door, { ...USUAL_OPENID, issuer: provider.issuer, ...settings })
  opened.push(made)
  return made
}
const grantsOf = async (name: string) => (await requireUser(manager, { name })).grants
const enter = async (login: string) => (await app.enter(new Tab(), login)).headers.location
const lastReason = (): unknown =>
  app.lines
    .map((line) => JSON.parse(line))
    .filter(({ message }) => message.startsWith('a sign-in'))
    .at(-1)?.reason

beforeAll(async () => {
  manager = await testManager()
  door = await openDoor()
  provider = await openIdProvider(door.callback, people)
  await createUser(manager, { name: 'owner', password: 'seven wild plums under snow', grants: [] })
})
afterAll(async () => {
  for (const each of opened) each.dispose()
  await provider.close()
  await door.close()
  await manager.dispose()
})

describe('where groups give the roles', () => {
  beforeAll(() => {
    app = open({ roles: ROLES, createUsers: true })
  })

  it('somebody new gets an account with the highest role of his groups on each target', async () => {
    const tab = new Tab()
    expect((await app.enter(tab, 'anna')).headers.location).toBe('/')
    const grants = [
      { target: '*', role: 'viewer' },
      { target: 'shop', role: 'packager' },
    ]
    expect(await app.whoIs(tab)).toMatchObject({ name: 'anna@acme.example', grants })
    const user = await requireUser(manager, { name: 'anna@acme.example' })
    expect(user).toMatchObject({ displayName: null, hasPassword: false, openId: { subject: 'anna' } })
    const query = { from: null, to: null, actor: null, outcome: null, category: null, target: null, digest: null }
    const { events } = await listEvents(manager, { ...query, action: 'user.create', cursor: null, limit: 1 })
    expect(events[0]).toMatchObject({ subject: 'anna@acme.example', detail: { by: 'openid', grants } })
  })

  it('roles are those of now, in sessions that are open too, and nobody is let in without any', async () => {
    const tab = new Tab()
    await app.enter(tab, 'anna')
    people['anna'] = { ...people['anna'], groups: ['shop'] }
    expect(await enter('anna')).toBe('/')
    expect(await app.whoIs(tab)).toMatchObject({ grants: [{ target: 'shop', role: 'viewer' }] })
    people['anna'] = { ...people['anna'], groups: [] }
    expect([await enter('anna'), lastReason()]).toEqual([FAILED, 'no-role'])
    expect(await app.whoIs(tab)).toMatchObject({ grants: [] })
  })

  it('nobody gets an account without a role, or the name of somebody else, or none that can be one', async () => {
    expect([await enter('none'), lastReason()]).toEqual([FAILED, 'no-role'])
    expect([await enter('taken'), lastReason()]).toEqual([FAILED, 'name-taken'])
    expect(await grantsOf('owner')).toEqual([])
    expect([await enter('odd'), lastReason()]).toEqual([FAILED, 'name-unusable'])
    const names = (await listUsers(manager)).map(({ name }) => name)
    expect(names).toEqual(['anna@acme.example', 'owner'])
  })

  it('one group may stand alone in its claim', async () => {
    expect(await enter('plain')).toBe('/')
    expect(await grantsOf('plain')).toEqual([{ target: '*', role: 'viewer' }])
  })

  it('the last administrator keeps the role, and is not let in without the group', async () => {
    expect(await enter('root')).toBe('/')
    const admin = [{ target: '*', role: 'admin' }]
    expect(await grantsOf('root@acme.example')).toEqual(admin)
    people['root'] = { ...people['root'], groups: ['staff'] }
    expect([await enter('root'), lastReason()]).toEqual([FAILED, 'last-admin'])
    expect(await grantsOf('root@acme.example')).toEqual(admin)
  })
})

describe('where a domain is asked for', () => {
  it('only addresses that the provider vouches for count', async () => {
    app = open({ createUsers: true, allowedDomains: ['acme.example'] })
    expect([await enter('away'), lastReason()]).toEqual([FAILED, 'domain-not-allowed'])
    expect([await enter('claims'), lastReason()]).toEqual([FAILED, 'domain-not-allowed'])
    expect(await enter('none')).toBe('/')
    // Nobody has said yet what they may.
    expect(await grantsOf('none@acme.example')).toEqual([])
  })
})

it('roles that administrators gave stay where no claim gives them', async () => {
  const grants = [{ target: 'shop', role: 'operator' }] as const
  await createUser(manager, { name: 'kept', openId: { issuer: provider.issuer, subject: 'away' }, grants })
  app = open({})
  expect(await enter('away')).toBe('/')
  expect(await grantsOf('kept')).toEqual(grants)
})
