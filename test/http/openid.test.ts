import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeUser } from '../../src/task/change-user.ts'
import { createUser } from '../../src/task/create-user.ts'
import { removeUser } from '../../src/task/remove-user.ts'
import { requireUser } from '../../src/task/require-user.ts'
import { type TestManager, testManager } from '../support/manager.ts'
import { openIdProvider, PUBLIC_CLIENT, type RunningProvider, signInAtProvider } from '../support/open-id-provider.ts'
import { locationOf, Tab } from '../support/tab.ts'
import { type Door, lastSignIn, type OpenIdApp, openDoor, openIdApp, USUAL_OPENID } from './openid-app.ts'

const VIEWER = [{ target: '*', role: 'viewer' }] as const
const FAILED = '/#sign-in=failed'

const people = {
  'sub-anna': { name: 'Anna', email: 'anna@acme.example', email_verified: true },
  'sub-ben': { email: 'ben@acme.example', email_verified: true },
  'sub-eve': { email: 'ben@acme.example', email_verified: false, preferred_username: 'anna' },
  'sub-dis': { email: 'dis@acme.example', email_verified: true },
  'sub-gone': {},
}

let manager: TestManager
let provider: RunningProvider
let door: Door
let app: OpenIdApp

beforeAll(async () => {
  manager = await testManager()
  door = await openDoor()
  provider = await openIdProvider(door.callback, people)
  app = openIdApp(manager, door, { ...USUAL_OPENID, issuer: provider.issuer })
  const { issuer } = provider
  await createUser(manager, { name: 'anna', openId: { issuer, subject: 'sub-anna' }, grants: VIEWER })
  await createUser(manager, { name: 'ben', openId: { issuer, subject: 'email:ben@acme.example' }, grants: VIEWER })
})
afterAll(async () => {
  app.dispose()
  await provider.close()
  await door.close()
  await manager.dispose()
})

const sessionOf = (tab: Tab): string | undefined => tab.cookies.find(({ name }) => name === 'dvm.session')?.value
const reasons = (): readonly unknown[] =>
  app.lines.map((line) => JSON.parse(line)).flatMap(({ reason }) => (reason === undefined ? [] : [reason]))

describe('signing in at the provider', () => {
  it('is told of to the page', async () => {
    expect(await new Tab().read(`${app.url}/api/v1/session`)).toMatchObject({
      identity: null,
      openId: { label: 'Acme', path: '/api/v1/openid/start' },
    })
  })

  it('lets in whom an administrator linked, under a new session that other sites do not send', async () => {
    const tab = new Tab()
    await tab.go(`${app.url}/api/v1/database-versions/csrf-token`)
    const before = sessionOf(tab)
    const back = await app.enter(tab, 'sub-anna')
    expect([back.status, back.headers.location]).toEqual([303, '/'])
    expect(String(back.headers['set-cookie'])).toMatch(
      /dvm\.session=[^;]+; Path=\/; [^,]*, [^;]*; HttpOnly; SameSite=Strict/,
    )
    expect(sessionOf(tab)).not.toBe(before)
    expect(await app.whoIs(tab)).toMatchObject({ name: 'anna', grants: VIEWER })
    expect(await lastSignIn(manager)).toMatchObject({ outcome: 'done', subject: 'anna', detail: { by: 'openid' } })
  })

  it('asks by code, PKCE, state and nonce, and keeps them where only the callback gets them', async () => {
    const visit = await app.start(new Tab())
    expect(visit.status).toBe(302)
    const asked = Object.fromEntries(locationOf(visit).searchParams)
    expect(asked).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', redirect_uri: door.callback })
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]?.length).toBeGreaterThan(20)
    const [cookie = ''] = visit.headers['set-cookie'] ?? []
    expect(cookie).toMatch(/; Max-Age=600; Path=\/api\/v1\/openid\/callback; .*HttpOnly; SameSite=Lax$/)
    for (const name of ['state', 'nonce']) expect(cookie).not.toContain(asked[name])
  })

  it('links whom an administrator awaits by a verified address, for good', async () => {
    expect((await app.enter(new Tab(), 'sub-eve')).headers.location).toBe(FAILED)
    expect((await app.enter(new Tab(), 'sub-ben')).headers.location).toBe('/')
    const { openId } = await requireUser(manager, { name: 'ben' })
    expect(openId).toEqual({ issuer: provider.issuer, subject: 'sub-ben' })
    expect((await app.enter(new Tab(), 'sub-ben')).headers.location).toBe('/')
  })

  it('takes a client without secret, which PKCE alone speaks for', async () => {
    const settings = { ...USUAL_OPENID, issuer: provider.issuer, clientId: PUBLIC_CLIENT, clientSecret: null }
    const open = openIdApp(manager, door, settings)
    const tab = new Tab()
    expect((await open.enter(tab, 'sub-anna')).headers.location).toBe('/')
    expect(await open.whoIs(tab)).toMatchObject({ name: 'anna' })
    open.dispose()
    door.lead(app.app)
  })
})

describe('nobody is let in', () => {
  it('whom no administrator linked, whatever name the provider has for them', async () => {
    const tab = new Tab()
    const back = await app.enter(tab, 'sub-eve')
    expect([back.status, back.headers.location]).toEqual([303, FAILED])
    expect(await app.whoIs(tab)).toBeNull()
    await expect
      .poll(() => lastSignIn(manager), { timeout: 10_000 })
      .toMatchObject({ outcome: 'failed', detail: { reason: 'user-unknown', subject: 'sub-eve' } })
  })

  it('who is disabled', async () => {
    const openId = { issuer: provider.issuer, subject: 'sub-dis' }
    const { id } = await createUser(manager, { name: 'dis', openId, grants: VIEWER })
    await changeUser(manager, { id }, { disabled: true })
    expect((await app.enter(new Tab(), 'sub-dis')).headers.location).toBe(FAILED)
    expect(reasons().at(-1)).toBe('user-disabled')
  })

  it('who is removed, and whose session ends with the account', async () => {
    const openId = { issuer: provider.issuer, subject: 'sub-gone' }
    const { id } = await createUser(manager, { name: 'gone', openId, grants: VIEWER })
    const tab = new Tab()
    await app.enter(tab, 'sub-gone')
    expect(await app.whoIs(tab)).toMatchObject({ name: 'gone' })
    await removeUser(manager, { id })
    expect(await app.whoIs(tab)).toBeNull()
    expect((await app.enter(new Tab(), 'sub-gone')).headers.location).toBe(FAILED)
    expect(reasons().at(-1)).toBe('user-unknown')
  })

  it('who brings an answer a second time, from this browser or with its cookie', async () => {
    const tab = new Tab()
    const back = await signInAtProvider(tab, await app.start(tab), 'sub-anna')
    const kept = tab.cookies.filter(({ name }) => name === 'dvm.openid')
    expect((await tab.go(back, provider.issuer)).headers.location).toBe('/')
    const again = await tab.go(back, provider.issuer)
    expect([again.status, again.headers.location, reasons().at(-1)]).toEqual([303, FAILED, 'no-attempt'])
    const thief = new Tab()
    thief.cookies.push(...kept)
    expect((await thief.go(back, provider.issuer)).headers.location).toBe(FAILED)
    expect([await app.whoIs(thief), reasons().at(-1)]).toEqual([null, 'replayed'])
  })

  it('who is led here with the answer that somebody else got', async () => {
    const attacker = new Tab()
    const planted = await signInAtProvider(attacker, await app.start(attacker), 'sub-anna')
    const stranger = new Tab()
    expect((await stranger.go(planted, 'https://evil.example')).headers.location).toBe(FAILED)
    expect([await app.whoIs(stranger), reasons().at(-1)]).toEqual([null, 'no-attempt'])
    const victim = new Tab()
    const own = await signInAtProvider(victim, await app.start(victim), 'sub-ben')
    expect((await victim.go(planted, 'https://evil.example')).headers.location).toBe(FAILED)
    expect([await app.whoIs(victim), reasons().at(-1)]).toEqual([null, 'foreign-state'])
    // What was under way goes on.
    expect((await victim.go(own, provider.issuer)).headers.location).toBe('/')
    expect(await app.whoIs(victim)).toMatchObject({ name: 'ben' })
  })

  it('who has a cookie that we did not seal, or whom the provider refused', async () => {
    const tab = new Tab()
    const back = locationOf(await app.start(tab)).searchParams.get('state') ?? ''
    const refused = new URL(`${door.callback}?error=access_denied&error_description=%0Ano&state=${back}`)
    refused.searchParams.set('iss', provider.issuer)
    const visit = await tab.go(refused, provider.issuer)
    expect([visit.headers.location, reasons().at(-1)]).toEqual([FAILED, 'provider-refused'])
    const forger = new Tab()
    const site = new URL(app.url).host
    for (const value of ['', 'x', 'A'.repeat(200)]) {
      forger.cookies.splice(0, 1, { site, path: '/', name: 'dvm.openid', value, strict: false })
      expect((await forger.go(refused, provider.issuer)).headers.location).toBe(FAILED)
      expect(reasons().at(-1)).toBe('no-attempt')
    }
  })
})
