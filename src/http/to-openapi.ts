import { z } from 'zod'
import { type CatalogEntry, type Code, catalog } from '../errors/catalog.ts'
import { PRODUCT, PRODUCT_VERSION } from '../kit/version.ts'
import { problem } from './contract/problem.ts'
import type { ReplyContract, RouteContract } from './contract/route.ts'

type Json = Readonly<Record<string, unknown>>

/** What any operation may answer with, beside its own. */
const EVERYWHERE: readonly Code[] = [
  'REQUEST_UNREADABLE',
  'NOT_ACCEPTABLE',
  'HOST_REFUSED',
  'URL_TOO_LONG',
  'REQUEST_INVALID',
  'RATE_LIMITED',
  'INTERNAL',
]
const TO_SIGNED_IN: readonly Code[] = ['SIGN_IN_REQUIRED', 'ACCESS_DENIED']
const TO_BODIES: readonly Code[] = ['BODY_TOO_LARGE', 'MEDIA_TYPE_UNSUPPORTED', 'CSRF_INVALID']

/** The contracts as an OpenAPI 3.1 document. */
export function toOpenApi(contracts: readonly RouteContract[]): Json {
  const schemas = new Schemas()
  const paths: Record<string, Record<string, Json>> = {}
  for (const contract of contracts) {
    const path = contract.at === 'root' ? contract.path : `/api/v1${contract.path}`
    paths[path] = { ...paths[path], [contract.method]: operationOf(contract, schemas) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: PRODUCT,
      version: PRODUCT_VERSION,
      description: 'Packages, history and health of databases that Liquibase changelogs describe.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { token: [] }],
    tags: [...new Set(contracts.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: schemas.all(),
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'dvm.session', description: 'Of a person who signed in' },
        token: { type: 'http', scheme: 'bearer', description: 'An API token' },
      },
    },
  }
}

function operationOf(contract: RouteContract, schemas: Schemas): Json {
  const { id, tag, summary, description, access, body, example, headers } = contract
  const rule = access === 'public' || access === 'signed-in' ? {} : { 'x-permission': access }
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(access === 'public' ? { security: [] } : {}),
    ...rule,
    parameters: [
      ...parametersOf('path', contract.params, example?.params, schemas),
      ...parametersOf('query', contract.query, example?.query, schemas),
      ...(headers === undefined ? [] : parametersOf('header', headers, {}, schemas)),
    ],
    ...(body === null ? {} : { requestBody: bodyOf(body, example?.body, schemas) }),
    responses: responsesOf(contract, schemas),
  }
}

function bodyOf(body: z.ZodType, example: unknown, schemas: Schemas): Json {
  const content = { schema: schemas.of(body, 'input'), ...(example === undefined ? {} : { example }) }
  return { required: true, content: { 'application/json': content } }
}

function parametersOf(
  where: 'path' | 'query' | 'header',
  object: z.ZodObject,
  examples: Readonly<Record<string, string>> = {},
  schemas: Schemas,
): readonly Json[] {
  const { properties = {}, required = [] } = schemas.of(object, 'input') as {
    properties?: Record<string, Json>
    required?: readonly string[]
  }
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema,
    ...(examples[name] === undefined ? {} : { example: examples[name] }),
  }))
}

function responsesOf({ access, body, replies, problems = [] }: RouteContract, schemas: Schemas): Json {
  const codes = [...EVERYWHERE, ...(access === 'public' ? [] : TO_SIGNED_IN), ...(body ? TO_BODIES : []), ...problems]
  const own = Object.entries(replies).map(([status, reply]) => [status, responseOf(reply, schemas)] as const)
  const byStatus = new Map<string, Code[]>()
  for (const code of new Set(codes)) {
    const status = String((catalog[code] as CatalogEntry<never>).status)
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  const failed = [...byStatus]
    .filter(([status]) => replies[Number(status)] === undefined)
    .map(([status, found]) => [status, problemOf(found, schemas)] as const)
  return Object.fromEntries([...own, ...failed].sort(([one], [other]) => Number(one) - Number(other)))
}

function responseOf(reply: ReplyContract, schemas: Schemas): Json {
  const { description, type, otherTypes = [], schema, headers = {} } = reply
  const content = schema === null ? {} : { schema: schemas.of(schema, 'output') }
  const named = Object.entries(headers).map(([name, text]) => [name, { description: text, schema: { type: 'string' } }])
  return {
    description,
    ...(named.length === 0 ? {} : { headers: Object.fromEntries(named) }),
    ...(type === null ? {} : { content: Object.fromEntries([type, ...otherTypes].map((name) => [name, content])) }),
  }
}

function problemOf(codes: readonly Code[], schemas: Schemas): Json {
  return {
    description: `Problem ${codes.join(', ')}`,
    content: { 'application/problem+json': { schema: schemas.of(problem, 'output') } },
  }
}

/** JSON Schemas of zod's; those with an id stand once below `components`. */
class Schemas {
  readonly #named = new Map<string, Json>()

  of(schema: z.ZodType, io: 'input' | 'output'): Json {
    const made = z.toJSONSchema(schema, { io, target: 'draft-2020-12', unrepresentable: 'any', reused: 'inline' })
    return this.#lift(made as Json)
  }

  all(): Json {
    return Object.fromEntries([...this.#named].sort(([one], [other]) => (one < other ? -1 : 1)))
  }

  /** Moves `$defs` and what has an id to the components, and points there. */
  #lift(schema: Json): Json {
    const { $schema: _schema, $defs = {}, id, ...rest } = schema
    for (const [name, found] of Object.entries($defs as Record<string, Json>)) {
      const { id: _id, $schema: _own, ...inner } = found
      this.#named.set(name, repointed(inner) as Json)
    }
    if (typeof id !== 'string') return repointed(rest) as Json
    this.#named.set(id, repointed(rest) as Json)
    return { $ref: `#/components/schemas/${id}` }
  }
}

function repointed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(repointed)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [
    key,
    key === '$ref' && typeof inner === 'string' ? inner.replace('#/$defs/', '#/components/schemas/') : repointed(inner),
  ])
  return Object.fromEntries(entries)
}
