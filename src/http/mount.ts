import express, { type Express, type Request, type RequestHandler, type Response } from 'express'
import type { z } from 'zod'
import { type Complaint, complaint, fail, throwIfAny } from '../errors/dvm-error.ts'
import type { Identity } from '../model/identity.ts'
import type { EventRecorder } from '../task/record-event.ts'
import { setAuditFacts } from './audit-facts.ts'
import type { RouteContract } from './contract/route.ts'
import type { Call, Endpoint } from './endpoint.ts'
import { auditAnswer } from './guard/audit.ts'
import { authorize } from './guard/authorize.ts'
import { bodyShape } from './guard/body-shape.ts'
import { identityOf } from './guard/identity-of.ts'
import { giveSignInBack, useSignIn } from './guard/limit-sign-ins.ts'
import { BODY_BYTES } from './guard/size-limits.ts'
import type { Limits } from './limit/limits.ts'
import { setContract } from './matched-route.ts'
import { pathsOf } from './paths-of.ts'

const MOST_COMPLAINTS = 20

export interface MountOptions {
  /** Replies are held against their contracts, and one that does not fit is an internal error: for tests. */
  readonly checkReplies: boolean
  /** Name of the target where a request names none. */
  readonly defaultTarget: string
  /** Where the audit log hears what was done. */
  readonly events: EventRecorder
  /** Null: nothing is limited. */
  readonly limits: Limits | null
}

/**
 * Answers every endpoint at each of its paths; at those paths other methods get 405 with Allow, and OPTIONS the list. Before
 * the handler come, in this order: what is acceptable, who may, and what the request says.
 */
export function mount(app: Express, endpoints: readonly Endpoint[], options: MountOptions): void {
  for (const [path, group] of byPath(endpoints)) {
    const route = app.route(path)
    for (const endpoint of group) route[endpoint.contract.method](...handlers(endpoint, options))
    route.all(refuseMethod(group.map(({ contract }) => contract.method.toUpperCase())))
  }
}

/** Paths without holes first, so that `{id}` takes none of them. */
function byPath(endpoints: readonly Endpoint[]): readonly (readonly [string, readonly Endpoint[]])[] {
  const groups = new Map<string, Endpoint[]>()
  for (const endpoint of endpoints) {
    for (const path of pathsOf(endpoint.contract)) {
      const group = groups.get(path) ?? []
      group.push(endpoint)
      groups.set(path, group)
    }
  }
  const holes = (path: string): number => path.split(':').length
  return [...groups].sort(([one], [other]) => holes(one) - holes(other))
}

function handlers({ contract, handle }: Endpoint, options: MountOptions): RequestHandler[] {
  const signIns = contract.limit === 'sign-in' ? options.limits : null
  const answer: RequestHandler = async (request, response) => {
    const call = readCall(contract, request, response, options)
    const answered = await handle(call)
    if (signIns !== null) await giveSignInBack(signIns, response)
    await auditAnswer(options.events, request, response, answered === 'sent' ? response.statusCode : answered.status)
    if (answered === 'sent') return
    if (options.checkReplies) holdAgainst(contract, answered.status, answered.body)
    for (const [name, value] of Object.entries(answered.headers ?? {})) response.setHeader(name, value)
    response.status(answered.status)
    if (answered.body === undefined) response.end()
    else response.json(answered.body)
  }
  const before: RequestHandler = async (request, response, next) => {
    const target = targetOf(contract, request, options)
    setContract(response, contract)
    if (target !== null) setAuditFacts(response, { target })
    refuseUnacceptable(contract, request)
    authorize(contract, identityOf(response), target)
    if (signIns !== null) await useSignIn(signIns, response)
    if (contract.body === null) return next()
    if (request.is('application/json') === false) return next(fail('MEDIA_TYPE_UNSUPPORTED', {}))
    next()
  }
  if (contract.body === null) return [before, answer]
  return [before, express.json({ limit: BODY_BYTES, type: 'application/json', inflate: false }), bodyShape(), answer]
}

function readCall(
  contract: RouteContract,
  request: Request,
  response: Response,
  options: MountOptions,
): Call<RouteContract> {
  const complaints: Complaint[] = []
  const params = read(contract.params, request.params, 'path', complaints)
  const query = read(contract.query, request.query, 'query parameter', complaints)
  const body = contract.body === null ? null : read(contract.body, request.body, 'body', complaints)
  throwIfAny(complaints)
  const identity: Identity | null = identityOf(response)
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  const target = 'target' in contract.query.shape ? { target: targetOf(contract, request, options) } : {}
  const checked = { params, query: { ...(query as object), ...target }, body }
  return { ...checked, identity, signal: gone.signal, request, response } as Call<RouteContract>
}

function read(schema: z.ZodType, given: unknown, what: string, complaints: Complaint[]): unknown {
  const found = schema.safeParse(given)
  if (found.success) return found.data
  // A body of thousands of mistakes is not answered by as many.
  for (const issue of found.error.issues.slice(0, MOST_COMPLAINTS)) {
    const where = issue.path.length === 0 ? what : `${what} ${issue.path.join('.')}`
    complaints.push(complaint('REQUEST_INVALID', { detail: `${where}: ${issue.message}` }))
  }
  return null
}

/** The target that a request is about, by name; null where the route is about none. */
function targetOf(contract: RouteContract, request: Request, options: MountOptions): string | null {
  if (!('target' in contract.query.shape)) return null
  const given = request.query['target']
  return typeof given === 'string' ? given : options.defaultTarget
}

function refuseUnacceptable(contract: RouteContract, request: Request): void {
  const types = Object.values(contract.replies).flatMap(({ type, otherTypes = [] }) => [
    ...(type === null ? [] : [type]),
    ...otherTypes,
  ])
  if (types.length > 0 && request.accepts(types) === false) throw fail('NOT_ACCEPTABLE', { types })
}

function refuseMethod(methods: readonly string[]): RequestHandler {
  const allow = [...new Set([...methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : method)), 'OPTIONS'])]
  return (request, response, next) => {
    response.setHeader('Allow', allow.join(', '))
    if (request.method === 'OPTIONS') response.status(204).end()
    else next(fail('METHOD_NOT_ALLOWED', { method: request.method, allow: allow.join(', ') }))
  }
}

function holdAgainst({ id, replies }: RouteContract, status: number, body: unknown): void {
  const contract = replies[status]
  if (contract === undefined) throw new Error(`${id} answered ${status}, which its contract does not name`)
  if (contract.schema === null) return
  // As the client gets it: without what JSON leaves out.
  const found = contract.schema.safeParse(JSON.parse(JSON.stringify(body)))
  if (!found.success) throw new Error(`the reply of ${id} does not fit its contract: ${found.error.message}`)
}
