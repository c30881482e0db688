import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import request from 'supertest'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../../src/kit/clock.ts'
import { jsonLog } from '../../../src/kit/json-log.ts'
import { type RunningServer, serve } from '../../../src/server.ts'
import { type FreshDatabase, freshDatabase, query } from '../../support/database.ts'
import { toTarget } from '../../support/target.ts'
import { csrfOf } from '../managed-app.ts'
import { testSettings } from '../test-app.ts'

const unlike = (what: string): string => `${what}-${randomBytes(6).toString('hex')}`

/** Where a careless writer's secret ends up in every output: with what URLs, JSON and SQL write in another way. */
const SECRETS = {
  target: `${unlike('target')}:/?#@%"'\\ü`,
  own: `${unlike('own')}&="\\`,
  openId: unlike('openid'),
  inUrl: unlike('in-url'),
  inKeyValue: unlike('in-key-value'),
  password: unlike('typed in'),
  token: `dvm_${randomBytes(32).toString('base64url')}abcdef`,
}

let target: FreshDatabase
let own: FreshDatabase
let server: RunningServer
let folder = ''
const roles: string[] = []
const lines: string[] = []
const replies: string[] = []

beforeAll(async () => {
  ;[target, own] = await Promise.all([freshDatabase(), freshDatabase()])
  folder = mkdtempSync(join(tmpdir(), 'dvm-secrets-'))
  const [reader, owner] = [await role(target, SECRETS.target), await role(own, SECRETS.own)]
  await plant()
  writeFileSync(
    join(folder, 'master.sql'),
    `--liquibase formatted sql\n--property name:link value:postgres://svc:${SECRETS.inUrl}@db/shop\n--changeset anna:1\nSELECT '\${link}', 'unclosed;\n`,
  )
  const settings = { ...testSettings(folder), changelog: 'master.sql', searchPath: [folder] }
  const database = { ...toTarget(target.url), user: reader, password: SECRETS.target }
  server = await serve(
    { ...settings, database },
    {
      ...{ host: '127.0.0.1', port: 0, deploy: false },
      manager: { database: { ...toTarget(own.url), user: owner, password: SECRETS.own }, migrate: true },
      openId: { ...OPENID, clientSecret: SECRETS.openId },
      log: jsonLog((line) => lines.push(line), systemClock, 'debug'),
    },
  )
})
afterAll(async () => {
  await server.close()
  const { url } = target
  await Promise.all([target.drop(), own.drop()])
  const admin = new URL(url)
  admin.pathname = '/postgres'
  for (const name of roles) await query(admin.href, `DROP ROLE ${name}`)
  rmSync(folder, { recursive: true, force: true })
})

const OPENID = {
  ...{ issuer: 'http://127.0.0.1:1', clientId: 'dvm', clientSecretFile: null, label: 'Company', scopes: ['openid'] },
  ...{ roles: null, createUsers: false, allowedDomains: [] },
}

/** Somebody who owns the database, and signs in with a password. */
async function role(database: FreshDatabase, password: string): Promise<string> {
  const name = `dvm_${randomBytes(4).toString('hex')}`
  roles.push(name)
  await query(database.url, `CREATE ROLE ${name} LOGIN SUPERUSER PASSWORD '${password.replaceAll("'", "''")}'`)
  return name
}

/** The history is a view that fails, with everything in its message that an administrator should not have put there. */
async function plant(): Promise<void> {
  const says = [
    `cannot reach postgres://svc:${SECRETS.inUrl}@10.0.0.1/shop`,
    `host=db password=${SECRETS.inKeyValue} user=svc`,
    `Authorization: Bearer ${SECRETS.token}`,
    `the role's is ${SECRETS.target}, ours is ${SECRETS.own}, of the company ${SECRETS.openId}`,
  ].join('; ')
  await query(
    target.url,
    `CREATE FUNCTION leak() RETURNS text LANGUAGE plpgsql AS $leak$
       BEGIN RAISE EXCEPTION USING MESSAGE = $text$${says}$text$, DETAIL = $text$${says}$text$, HINT = $text$${says}$text$; END $leak$;
     CREATE VIEW databasechangelog AS
       SELECT leak() AS id, leak() AS author, leak() AS filename, now() AS dateexecuted, 1 AS orderexecuted,
         leak() AS exectype, leak() AS md5sum, leak() AS description, leak() AS comments, leak() AS tag,
         leak() AS liquibase, leak() AS contexts, leak() AS labels, leak() AS deployment_id`,
  )
}

async function ask(call: request.Test): Promise<void> {
  const { status, headers, text } = await call
  replies.push(JSON.stringify({ status, headers }), text)
}

it('no secret that the server holds, is sent or stumbles on is in a log, a reply or the audit log', async () => {
  const { link } = JSON.parse(lines.find((line) => line.includes('#setup=')) ?? '{}')
  const code = String(link).replace(/.*#setup=/, '')
  const agent = request.agent(server.url)
  const csrf = await csrfOf(agent)
  const body = { code, name: 'anna', password: `${SECRETS.password} and more` }
  await ask(agent.post('/api/v1/setup').set('X-CSRF-Token', csrf).send(body))
  expect(replies[0]).toContain('"status":201')
  const own2 = await csrfOf(agent)
  const issued = await agent
    .post('/api/v1/tokens')
    .set('X-CSRF-Token', own2)
    .send({ name: 'one', scopes: ['view', 'operate'] })
  const { token } = issued.body
  const { token: _told, ...described } = issued.body
  replies.push(JSON.stringify(described))

  for (const path of [
    '',
    '/statistics',
    '/validate',
    '/health',
    '/1',
    '/package/sql',
    '/package/schema',
    '/package/full',
  ]) {
    await ask(agent.get(`/api/v1/database-versions${path}`))
  }
  await ask(agent.get('/api/v1/openid/start'))
  for (const bearer of [token, SECRETS.token]) {
    const as = (path: string) => request(server.url).get(path).set('Authorization', `Bearer ${bearer}`)
    await ask(as('/api/v1/database-versions'))
    await ask(as(`/api/v1/session?token=${bearer}`))
    await ask(
      as(`/api/v1/database-versions/${bearer}`)
        .set('User-Agent', `curl ${bearer}`)
        .set('Referer', `http://a/?t=${bearer}`),
    )
  }
  for (const [name, password] of [
    ['anna', SECRETS.password],
    [SECRETS.token, 'typed into the wrong field'],
  ]) {
    const stranger = request.agent(server.url)
    const sign = stranger.post('/api/v1/session').set('X-CSRF-Token', await csrfOf(stranger))
    await ask(sign.set('User-Agent', `agent ${SECRETS.token}`).send({ name, password }))
  }
  await ask(agent.get('/api/v1/audit-events?limit=200'))
  await ask(agent.get('/metrics'))
  await ask(agent.get('/api/v1/tokens'))
  const kept = (): Promise<object[]> => query(own.url, 'SELECT * FROM dvm.audit_event')
  await expect.poll(async () => (await kept()).length).toBeGreaterThan(3)

  const [session] = await query<{ secret: string }>(
    own.url,
    "SELECT encode(value, 'base64') AS secret FROM dvm.shared_secret WHERE name = 'session'",
  )
  const secrets = { ...SECRETS, token2: token, session: session?.secret ?? '', setup: code }
  const outputs = {
    log: lines.filter((line) => !line.includes('#setup=')).join(''),
    replies: replies.join('\n'),
    audit: JSON.stringify(await kept()),
  }
  for (const output of Object.values(outputs).slice(0, 2)) expect(output).toContain('cannot reach postgres://svc:***@')
  for (const [name, secret] of Object.entries(secrets)) {
    expect(secret, name).not.toBe('')
    for (const form of new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])) {
      for (const [where, text] of Object.entries(outputs)) {
        const at = text.indexOf(form)
        expect(at === -1 ? '' : text.slice(Math.max(0, at - 120), at + 20), `${name} in ${where}`).toBe('')
      }
    }
  }
})
