import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { endpointsOf } from '../../../src/http/app.ts'
import type { RouteContract } from '../../../src/http/contract/route.ts'
import { pathsOf } from '../../../src/http/paths-of.ts'
import { PERMISSIONS } from '../../../src/model/identity.ts'
import { createUser } from '../../../src/task/create-user.ts'
import { query } from '../../support/database.ts'
import { exchange } from '../../support/raw-http.ts'
import type { Person } from '../managed-app.ts'
import { testApp } from '../test-app.ts'
import { type Besieged, besieged, SCRIPT } from './besieged.ts'

/** Each breaks out of one way to put text into SQL, and drops a canary if it gets out. */
const DROP = 'DROP TABLE canary CASCADE'
const SQL = [
  `'; ${DROP}; --`,
  `" ; ${DROP}; --`,
  `'); ${DROP}; --`,
  `\\'; ${DROP}; --`,
  `$$; ${DROP}; --`,
  `1; ${DROP}`,
  `/**/; ${DROP}; /*`,
  `' || pg_sleep(0) || '`,
  `{"a":"'"}`,
  `%27%3B ${DROP}`,
]
/** What a header, a log, a shell, a template or a pattern could take for more than text. */
const OTHERS = [
  'a\r\nSet-Cookie: planted=1\r\n\r\n<html>',
  'a%0d%0aSet-Cookie: planted=1',
  '\u2028\u0085planted: 1',
  SCRIPT,
  '../../../../etc/passwd',
  '$(touch /tmp/planted)`touch /tmp/planted`',
  ['$', '{7*7}{{7*7}}<%= 7*7 %>'].join(''),
  '__proto__',
  'constructor',
  'toString',
  `${'('.repeat(60)}${'a'.repeat(60)}!`,
]

let place: Besieged
let token = ''
let attacker: Person
let victim = ''

beforeAll(async () => {
  place = await besieged()
  token = await place.made.token('attacker', [{ target: '*', role: 'admin' }], PERMISSIONS)
  attacker = await place.made.person('insider', [{ target: '*', role: 'admin' }])
  victim = (await createUser(place.manager, { name: 'victim', grants: [] })).id
  await query(place.manager.url, 'CREATE TABLE canary (i int)')
})
afterAll(() => place.dispose())

function contracts(): readonly RouteContract[] {
  const { parts, dispose } = testApp()
  dispose()
  return endpointsOf(parts).map(({ contract }) => contract)
}

type Member = { readonly in: 'path' | 'query' | 'body'; readonly name: string }

function membersOf({ params, query: asked, body }: RouteContract): readonly Member[] {
  const named = (where: Member['in'], schema: unknown): Member[] =>
    Object.keys((schema as { properties?: object }).properties ?? {}).map((name) => ({ in: where, name }))
  const schemaOf = (schema: z.ZodType): unknown => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  const bodies = body === null ? [] : [schemaOf(body)].flatMap(alternatives)
  const inBody = bodies.flatMap((each) => named('body', each))
  const once = new Map(inBody.map((member) => [member.name, member]))
  return [...named('path', schemaOf(params)), ...named('query', schemaOf(asked)), ...once.values()]
}

function alternatives(schema: unknown): readonly unknown[] {
  const { anyOf, oneOf } = schema as { anyOf?: unknown[]; oneOf?: unknown[] }
  return anyOf ?? oneOf ?? [schema]
}

/** The operation's own example, but for one member. */
function send(contract: RouteContract, member: Member, text: string) {
  const { example = {}, method } = contract
  const [path = ''] = pathsOf(contract)
  const params: Record<string, string> = { userId: victim, ...example.params }
  const asked: Record<string, string> = { ...example.query }
  const body: Record<string, unknown> = { ...(example.body as object | undefined) }
  // A new user each time costs a password's hash each time.
  if (contract.id === 'createUser') delete body['password']
  if (member.in === 'path') params[member.name] = text
  if (member.in === 'query') asked[member.name] = text
  if (member.in === 'body') body[member.name] = Array.isArray(body[member.name]) ? [text] : text
  const whole = path.replace(/:(\w+)/g, (_hole, name: string) => encodeURIComponent(params[name] ?? 'a'))
  const call = attacker.agent[method](`${whole}?${new URLSearchParams(asked)}`).set('X-CSRF-Token', attacker.csrf)
  return contract.body === null ? call : call.send(body)
}

async function canariesLive(): Promise<boolean> {
  const rows = [
    await query(place.targetUrl, 'SELECT i FROM canary'),
    await query(place.manager.url, "SELECT 1 FROM pg_class WHERE relname = 'canary'"),
  ]
  return rows.every(({ length }) => length === 1)
}

/** Open until the client leaves, or ends what the others need. */
const APART = new Set(['jobEvents', 'completeSetup', 'signOut', 'signOutEverywhere'])
/** What is looked at by a slow hash gets fewer texts. */
const HASHED = new Set(['signIn password', 'signIn name', 'createUser password', 'setPassword password'])
const textsFor = ({ id }: RouteContract, { name }: Member): readonly string[] =>
  HASHED.has(`${id} ${name}`) ? [...SQL.slice(0, 3), SCRIPT] : [...SQL, ...OTHERS]

describe('in every parameter of every operation', () => {
  const targets = contracts()
    .filter(({ id }) => !APART.has(id))
    .map((contract) => [contract.id, contract, membersOf(contract)] as const)
    .filter(([, , members]) => members.length > 0)

  it.each(targets)('text stays text: %s', async (_id, contract, members) => {
    for (const member of members) {
      for (const text of textsFor(contract, member)) {
        const reply = await send(contract, member, text)
        const what = `${member.in} ${member.name} = ${text} -> ${reply.status} ${reply.text}`
        expect(reply.status, what).toBeLessThan(500)
        expect(reply.text ?? '', what).not.toMatch(
          /syntax error|SQLSTATE|DATABASE_QUERY_FAILED|relation "|at character/,
        )
        expect(String(reply.headers['set-cookie']), what).not.toContain('planted')
        expect(reply.headers['planted'], what).toBeUndefined()
        expect(reply.headers['x-content-type-options'], what).toBe('nosniff')
        expect(reply.type, what).not.toMatch(/html/)
      }
    }
    expect(await canariesLive()).toBe(true)
  })
})

describe('what authors wrote', () => {
  const ask = (path: string) => request(place.url).get(path).set('Authorization', `Bearer ${token}`)

  it('comes as JSON that no browser takes for a page', async () => {
    for (const path of ['/database-versions', '/database-versions/statistics', '/database-versions/validate']) {
      const reply = await ask(path)
      expect([reply.status, reply.type, reply.headers['x-content-type-options']], path).toEqual([
        ...[200, 'application/json', 'nosniff'],
      ])
    }
    expect((await ask('/database-versions')).text).toContain(SCRIPT)
  })

  it('comes in a package as a file to keep, never as a page', async () => {
    const reply = await ask('/database-versions/package/sql')
    expect([reply.status, reply.type]).toEqual([200, 'text/plain'])
    expect(reply.headers['content-disposition']).toMatch(/^attachment; /)
    expect(reply.headers['content-security-policy']).toContain("default-src 'none'")
  })
})

describe('bodies', () => {
  const post = (path: string, text: string, type = 'application/json') =>
    request(place.url).post(path).set('Authorization', `Bearer ${token}`).set('Content-Type', type).send(text)

  it.each([
    '{"__proto__":{"admin":true},"name":"p1","password":"seven wild plums under snow"}',
    '{"constructor":{"prototype":{"admin":true}},"name":"p2","password":"seven wild plums under snow"}',
    '{"name":"p3","password":"seven wild plums under snow","id":"00000000-0000-4000-8000-000000000000"}',
    '{"name":"p4","password":"seven wild plums under snow","passwordHash":"x"}',
    '{"name":"p5","password":"seven wild plums under snow","createdAt":"2020-01-01T00:00:00Z"}',
    '{"name":"p6","password":"seven wild plums under snow","grants":[{"target":"*","role":"admin","__proto__":{}}]}',
    '{"name":"p7","password":"seven wild plums under snow","grants":[{"target":"*","role":"root"}]}',
  ])('have no members but those that are named: %.60s', async (text) => {
    const reply = await post('/users', text)
    expect([reply.status, reply.body.code]).toEqual([422, 'REQUEST_INVALID'])
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined()
    const users = await query(place.manager.url, "SELECT FROM dvm.user_account WHERE name ~ '^p[0-9]$'")
    expect(users).toEqual([])
  })

  it('pollute nothing by a query either', async () => {
    for (const asked of ['__proto__[admin]=1', 'constructor[prototype][admin]=1', '__proto__.admin=1', '__proto__=1']) {
      const reply = await request(place.url).get(`/database-versions?${asked}`).set('Authorization', `Bearer ${token}`)
      expect(reply.status, asked).toBe(422)
    }
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined()
  })

  it.each([
    ['a form', 'application/x-www-form-urlencoded', 'name=evil&password=seven+wild+plums'],
    ['text', 'text/plain', '{"name":"evil"}'],
    ['parts', 'multipart/form-data; boundary=a', '--a\r\n\r\n{"name":"evil"}\r\n--a--'],
    ['XML', 'application/xml', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
  ])('are JSON, and not %s', async (_what, type, text) => {
    expect((await post('/users', text, type)).body.code).toBe('MEDIA_TYPE_UNSUPPORTED')
  })

  it('do not answer thousands of mistakes by as many', async () => {
    const grants = Array(150).fill({ target: 1, role: 2, x: 3 })
    const { body } = await post('/users', JSON.stringify({ name: 'many', grants }))
    expect(body.complaints.length).toBeLessThanOrEqual(25)
  })
})

it('no text keeps the server from answering others', async () => {
  const hard = [
    ...[`contexts=${'a,'.repeat(40)}!`, `labels=${'('.repeat(400)}a`, `labels=${'a and '.repeat(60)}!`],
    ...[`expectRows=${'a='.repeat(1_500)}`, `toTag=${'%F0%9F%98%80'.repeat(250)}`, `to=date:${'9'.repeat(400)}`],
  ]
  const slow = hard.map((asked) =>
    request(place.url).get(`/database-versions/package/rollback?${asked}`).set('Authorization', `Bearer ${token}`),
  )
  const replies = await Promise.all([...slow, request(place.url).get('/livez')])
  expect(replies.map(({ status }) => status).every((status) => status < 500)).toBe(true)
  const close = 'Connection: close\r\n\r\n'
  const lines = [
    `Accept: ${'a/b;q=0.1,'.repeat(1_200)}`,
    `If-None-Match: ${'"a",'.repeat(3_000)}`,
    `Range: bytes=${'0-1,'.repeat(3_000)}`,
  ]
  for (const line of [
    ...lines,
    `Accept-Encoding: ${'gzip;q=0.1,'.repeat(1_200)}`,
    `Authorization: Bearer ${' '.repeat(12_000)}`,
  ]) {
    const said = await exchange(place.port, `GET /database-versions HTTP/1.1\r\nHost: localhost\r\n${line}\r\n${close}`)
    expect(said.slice(0, 12), line.slice(0, 30)).toMatch(/^HTTP\/1\.1 4/)
  }
})
