import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../src/database/open-database.ts'
import { OPENID_CALLBACK, OPENID_START } from '../../src/http/contract/openid-routes.ts'
import { systemClock } from '../../src/kit/clock.ts'
import { silentLog } from '../../src/kit/log.ts'
import type { OpenIdSettings } from '../../src/model/open-id.ts'
import { requireClientSecret } from '../../src/require-client-secret.ts'
import { createUser } from '../../src/task/create-user.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { CLIENT, openIdProvider, type RunningProvider, signInAtProvider } from '../support/open-id-provider.ts'
import { Tab } from '../support/tab.ts'
import { toTarget } from '../support/target.ts'
import { writeFiles } from '../support/write-files.ts'
import { ORDERS, startServer } from './start-server.ts'

let own: FreshDatabase
let secrets: string
let provider: RunningProvider
let url: string
let openId: OpenIdSettings

beforeAll(async () => {
  own = await freshDatabase()
  secrets = writeFiles({ 'client.secret': `${CLIENT.secret}\n`, 'empty.secret': '\n' })
  url = `http://127.0.0.1:${await freePort()}`
  provider = await openIdProvider(url + OPENID_CALLBACK, { anna: {} })
  openId = {
    issuer: provider.issuer,
    clientId: CLIENT.id,
    clientSecret: null,
    clientSecretFile: join(secrets, 'client.secret'),
    label: 'Acme',
    scopes: ['openid'],
    roles: null,
    createUsers: false,
    allowedDomains: [],
  }
})
afterAll(async () => {
  rmSync(secrets, { recursive: true })
  await provider.close()
  await own.drop()
})

test('a whole server lets in whom the provider sends, with a secret from a file', async () => {
  const options = { port: Number(new URL(url).port), signIn: true, openId }
  const settings = { database: toTarget(own.url), changelog: 'orders.sql' }
  const server = await startServer(own.url, { 'orders.sql': ORDERS }, options, settings)
  const database = openDatabase(toTarget(own.url))
  const who = { issuer: provider.issuer, subject: 'anna' }
  const grants = [{ target: '*', role: 'viewer' }] as const
  await createUser({ database, clock: systemClock, log: silentLog }, { name: 'anna', openId: who, grants })
  await database.close()
  const tab = new Tab()
  const back = await signInAtProvider(tab, await tab.go(url + OPENID_START), 'anna')
  expect((await tab.go(back, provider.issuer)).headers.location).toBe('/')
  expect(await tab.read(`${url}/api/v1/session`)).toMatchObject({ identity: { name: 'anna' } })
  expect((await tab.go(`${url}/api/v1/database-versions`)).status).toBe(200)
  await server.close()
})

test('a file without a secret, and none at all, are told before the server starts', () => {
  const given = { ...openId, clientSecretFile: join(secrets, 'empty.secret') }
  expect(() => requireClientSecret(given)).toThrow(/--oidc-client-secret-file .*it is empty/)
  expect(() => requireClientSecret({ ...openId, clientSecretFile: join(secrets, 'none') })).toThrow(/FILE_NOT_FOUND/)
  expect(requireClientSecret({ ...openId, clientSecretFile: null })).toBeNull()
})
