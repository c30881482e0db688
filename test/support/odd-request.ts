import fc from 'fast-check'
import { z } from 'zod'
import type { RouteContract } from '../../src/http/contract/route.ts'

/** A request as it goes over the wire. */
export interface OddRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

type Schema = Readonly<Record<string, unknown>>

const HOSTILE = [
  '',
  ' ',
  "'; DROP TABLE databasechangelog; --",
  '" OR 1=1 --',
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '\u0000',
  '\r\nSet-Cookie: a=b',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  '{"$gt":""}',
  ['$', '{jndi:ldap://x}'].join(''),
  '-1',
  '99999999999999999999',
  '1e308',
  'NaN',
  'true',
  'null',
  '[]',
  '2026-13-45T99:99:99Z',
  'tag:',
  'order:0',
  'id:a::b::c',
  `${'a'.repeat(40)}!`,
  'ü😀\u202e',
  'x'.repeat(3_000),
]

const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 60 }), fc.string({ unit: 'binary' }))

/** Something of the schema's kind, for the most part. */
function someOf(schema: Schema): fc.Arbitrary<unknown> {
  const { enum: choices, const: only, anyOf, oneOf, type, items, properties } = schema
  if (only !== undefined) return fc.constant(only)
  if (Array.isArray(choices)) return fc.constantFrom(...choices)
  const alternatives = (anyOf ?? oneOf) as readonly Schema[] | undefined
  if (alternatives !== undefined) return fc.oneof(...alternatives.map(someOf))
  if (type === 'boolean') return fc.boolean()
  if (type === 'integer' || type === 'number') return fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer())
  if (type === 'null') return fc.constant(null)
  if (type === 'array') return fc.array(someOf((items ?? {}) as Schema), { maxLength: 4 })
  if (type === 'object') return objectOf((properties ?? {}) as Record<string, Schema>)
  if (type === 'string') return fc.oneof(hostile, fc.constantFrom('a', '1', 'main', 'tag:1.0', 'prod,test', 'anna'))
  return fc.jsonValue()
}

function objectOf(properties: Readonly<Record<string, Schema>>): fc.Arbitrary<Record<string, unknown>> {
  const members = Object.entries(properties).map(([name, schema]) => [
    name,
    fc.oneof({ weight: 5, arbitrary: someOf(schema) }, { weight: 1, arbitrary: fc.jsonValue() }),
  ])
  const known = fc.record(Object.fromEntries(members), { requiredKeys: [] })
  const odd = fc.dictionary(fc.oneof(hostile, fc.constantFrom('__proto__', 'role', 'admin', 'id')), fc.jsonValue(), {
    maxKeys: 1,
  })
  return fc
    .tuple(known, fc.oneof({ weight: 6, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: odd }))
    .map(([good, strange]) => ({ ...(good as Record<string, unknown>), ...strange }))
}

function queryOf(contract: RouteContract): fc.Arbitrary<string> {
  const schema = toSchema(contract.query)
  return objectOf((schema['properties'] ?? {}) as Record<string, Schema>).chain((object) =>
    fc.boolean().map((twice) => {
      const pairs = Object.entries(object).map(([name, value]): [string, string] => [name, wordOf(value)])
      const query = new URLSearchParams([...pairs, ...(twice ? pairs.slice(0, 1) : [])])
      return query.size === 0 ? '' : `?${query}`
    }),
  )
}

function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : String(JSON.stringify(value))
}

function pathOf({ path, at, aliases = [], example }: RouteContract): fc.Arbitrary<string> {
  const whole = at === 'root' ? [path] : [`/api/v1${path}`, path]
  return fc.constantFrom(...whole, ...aliases).chain((template) => {
    const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name))
    const values = names.map((name) => fc.oneof(hostile, fc.constant(example?.params?.[name] ?? '1')))
    return fc
      .tuple(...values)
      .map((given) =>
        names.reduce((text, name, at) => text.replace(`{${name}}`, encoded(String(given[at] ?? '')) || 'x'), template),
      )
  })
}

/** Half of a surrogate pair has no encoding. */
const encoded = (text: string): string => encodeURIComponent(text.replace(/\p{Cs}/gu, ''))

const header = (...values: readonly string[]): fc.Arbitrary<string | undefined> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(...values) },
    { weight: 1, arbitrary: fc.string({ maxLength: 40 }).map((text) => text.replace(/[^\x20-\x7e]/g, '')) },
  )

const rare = (...values: readonly string[]): fc.Arbitrary<string | undefined> =>
  fc.oneof({ weight: 15, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...values) })

const headers = fc.record({
  accept: header('*/*', 'application/json', 'text/html', 'application/xml;q=0.5', 'text/plain, */*;q=0.1'),
  'accept-encoding': header('gzip', 'br, gzip;q=0.5', 'zstd', 'identity;q=0', '*;q=0', 'gzip;q=x'),
  'if-none-match': header('*', '"x"', 'W/"x"', '"', ',,,'),
  'if-match': header('*', '"x"'),
  range: header('bytes=0-9', 'bytes=-5', 'bytes=9-1', 'bytes=0-0,2-3', 'bytes=999999999-', 'lines=1-2', 'bytes='),
  'if-range': header('"x"', 'Wed, 21 Oct 2015 07:28:00 GMT'),
  traceparent: header('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', '00-0-0-0', 'ff-x'),
  'x-forwarded-for': header('1.2.3.4', 'unknown', "' OR 1=1"),
  'x-forwarded-host': header('evil.example'),
  cookie: rare('dvm.session=x', 'dvm.session=s%3Ax.y', '__proto__=1', 'a=b; a=c'),
  authorization: rare('Bearer x', 'Bearer dvm_x', 'Basic YTpi', 'Bearer'),
})

function bodyOf(contract: RouteContract): fc.Arbitrary<{ text: string; type: string } | null> {
  const json = contract.body === null ? fc.jsonValue() : someOf(toSchema(contract.body))
  const written = fc.oneof(
    { weight: 6, arbitrary: json.map((value) => ({ text: JSON.stringify(value) ?? '', type: 'application/json' })) },
    { weight: 1, arbitrary: fc.string().map((text) => ({ text, type: 'application/json' })) },
    { weight: 1, arbitrary: fc.string().map((text) => ({ text, type: 'text/plain' })) },
    {
      weight: 1,
      arbitrary: fc.constant({ text: '{"__proto__":{"admin":true},"role":"admin"}', type: 'application/json' }),
    },
  )
  return contract.body === null && contract.method === 'get' ? fc.constant(null) : written
}

function toSchema(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Schema
}

/** Requests near and far from what the contract takes. */
export function oddRequest(contract: RouteContract): fc.Arbitrary<OddRequest> {
  const own = contract.method.toUpperCase()
  const method = fc.oneof(
    { weight: 12, arbitrary: fc.constant(own) },
    { weight: 1, arbitrary: fc.constantFrom('GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE') },
  )
  return fc
    .tuple(method, pathOf(contract), queryOf(contract), headers, bodyOf(contract))
    .map(([verb, path, query, given, body]) => {
      const named = Object.entries(given).filter((pair): pair is [string, string] => pair[1] !== undefined)
      const typed = body === null ? [] : [['content-type', body.type]]
      return {
        method: verb,
        path: path + query,
        headers: Object.fromEntries([...named, ...typed]),
        body: body?.text ?? null,
      }
    })
}
