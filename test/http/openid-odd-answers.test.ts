import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUser } from '../../src/task/create-user.ts'
import { type TestManager, testManager } from '../support/manager.ts'
import { type Oddness, type OddProvider, oddProvider } from '../support/odd-open-id-provider.ts'
import { Tab } from '../support/tab.ts'
import { type Door, lastSignIn, type OpenIdApp, openDoor, openIdApp, USUAL_OPENID } from './openid-app.ts'

const FAILED = '/#sign-in=failed'
const now = Math.floor(Date.now() / 1000)

let manager: TestManager
let provider: OddProvider
let door: Door
let app: OpenIdApp

beforeAll(async () => {
  manager = await testManager()
  door = await openDoor()
  provider = await oddProvider()
  app = openIdApp(manager, door, { ...USUAL_OPENID, issuer: provider.issuer })
  for (const [name, subject] of [
    ['anna', 'sub'],
    ['ben', 'email:ben@acme.example'],
  ] as const) {
    const openId = { issuer: provider.issuer, subject }
    await createUser(manager, { name, openId, grants: [{ target: '*', role: 'viewer' }] })
  }
})
afterAll(async () => {
  app.dispose()
  await provider.close()
  await door.close()
  await manager.dispose()
})

/** A sign-in at a provider that answers so; gives where it led, why, and who is signed in. */
async function tryWith(oddness: Oddness, made = app) {
  provider.be({})
  const tab = new Tab()
  const back = provider.answer(await made.start(tab))
  provider.be(oddness)
  const { status, headers } = await tab.go(back, provider.issuer)
  const line = made.lines.map((text) => JSON.parse(text)).findLast(({ message }) => message.startsWith('a sign-in'))
  return { status, location: headers.location, reason: line?.reason, line, who: await made.whoIs(tab) }
}

it('an answer that is right lets in', async () => {
  expect(await tryWith({})).toMatchObject({ status: 303, location: '/', who: { name: 'anna' } })
})

describe('an answer lets nobody in', () => {
  it.each<[string, Oddness, RegExp]>([
    ['for another audience', { claims: { aud: 'somebody' } }, /aud/],
    ['of another issuer', { claims: { iss: 'https://login.example.com' } }, /iss/],
    ['to another sign-in', { claims: { nonce: 'another' } }, /nonce/],
    ['without nonce', { claims: { nonce: undefined } }, /nonce/],
    ['that is over', { claims: { exp: now - 600, iat: now - 900 } }, /exp/],
    ['of a clock that is far ahead', { claims: { nbf: now + 600 } }, /nbf/],
    ['without a signature', { header: { alg: 'none' }, unsigned: true }, /alg|algorithm/],
    ['with a broken signature', { unsigned: true }, /signature/],
    ['signed by a key that is not the provider’s', { foreignKey: true }, /signature/],
    ['signed with what the client itself knows', { header: { alg: 'HS256' } }, /alg/],
    ['about nobody', { claims: { sub: undefined } }, /sub/],
    ['about nobody that can be kept', { claims: { sub: 'a\u0000b' } }, /subject/],
    ['about a subject that looks like one who is awaited', { claims: { sub: 'email:ben@acme.example' } }, /subject/],
    ['without an ID token', { token: { status: 200, body: { access_token: 'a', token_type: 'bearer' } } }, /id_token/],
    ['that is no JSON object', { token: { status: 200, body: 'text' } }, /./],
    ['that breaks', { token: { status: 500, body: { error: 'server_error' } } }, /./],
    ['whose userinfo is about another', { userInfo: { sub: 'other' } }, /sub/],
  ])('%s', async (_what, oddness, says) => {
    const tried = await tryWith(oddness)
    expect(tried).toMatchObject({ status: 303, location: FAILED, who: null })
    expect(tried.reason).toMatch(/^(response-invalid|provider-refused)$/)
    expect(tried.line.explanation).toMatch(says)
    expect(JSON.stringify(tried.line)).not.toMatch(/eyJ|a code|secret of both/)
  })

  it('by a code that is used or too old, which the audit log has', async () => {
    const body = { error: 'invalid_grant', error_description: 'the code\nis over' }
    expect(await tryWith({ token: { status: 400, body } })).toMatchObject({
      location: FAILED,
      reason: 'provider-refused',
    })
    const detail = { by: 'openid', reason: 'provider-refused', explanation: expect.stringContaining('invalid_grant') }
    await expect.poll(() => lastSignIn(manager), { timeout: 10_000 }).toMatchObject({ outcome: 'failed', detail })
  })
})

it('clocks may differ by less than a minute', async () => {
  expect(await tryWith({ claims: { exp: now - 20, iat: now + 20 } })).toMatchObject({ location: '/' })
})

describe('a provider that cannot be asked', () => {
  it('is told at the start, is asked again by the next one, and hinders nobody from starting the server', async () => {
    const made = openIdApp(manager, door, { ...USUAL_OPENID, issuer: provider.issuer })
    provider.be({ down: 503 })
    const down = await made.start(new Tab())
    expect([down.status, JSON.parse(down.text).code]).toEqual([503, 'OPENID_UNAVAILABLE'])
    expect(down.text).not.toContain(new URL(provider.issuer).port)
    provider.be({ discovery: { issuer: 'https://login.example.com' } })
    expect((await made.start(new Tab())).status).toBe(503)
    provider.be({ discovery: { authorization_endpoint: undefined } })
    expect((await made.start(new Tab())).status).toBe(503)
    made.dispose()
    const after = openIdApp(manager, door, { ...USUAL_OPENID, issuer: provider.issuer })
    provider.be({})
    const before = provider.asked()
    const starts = await Promise.all(Array.from({ length: 5 }, () => after.start(new Tab())))
    expect([starts.map(({ status }) => status), provider.asked() - before]).toEqual([Array(5).fill(302), 1])
    after.dispose()
  })

  it('that goes away meanwhile is a refusal like any other', async () => {
    const other = await oddProvider()
    const made = openIdApp(manager, door, { ...USUAL_OPENID, issuer: other.issuer })
    const tab = new Tab()
    const back = other.answer(await made.start(tab))
    await other.close()
    const visit = await tab.go(back, other.issuer)
    expect([visit.status, visit.headers.location]).toEqual([303, FAILED])
    expect(made.lines.join('')).toContain('provider-unreachable')
    expect((await made.start(new Tab())).status).toBe(302)
    made.dispose()
  })
})
