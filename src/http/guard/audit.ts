import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express'
import type { Code } from '../../errors/catalog.ts'
import type { AuditAction, AuditEvent, AuditOutcome } from '../../model/audit.ts'
import type { EventRecorder } from '../../task/record-event.ts'
import { describeRequest } from '../audit-facts.ts'
import { contractOf } from '../matched-route.ts'
import { toDvmError } from '../send-problem.ts'
import { requestIdOf } from './request-id.ts'

/** Refusals that are events of their own, whatever was asked for. */
const REFUSALS: Partial<Record<Code, AuditAction>> = {
  ACCESS_DENIED: 'access.deny',
  CSRF_INVALID: 'csrf.refuse',
  ORIGIN_REFUSED: 'csrf.refuse',
  HOST_REFUSED: 'host.refuse',
  RATE_LIMITED: 'rate.limit',
}

/** Told when its connection is done with it: only then it is known whether it arrived. */
const HANDED_OUT = 'package.download'

/** Requests that never became one: nothing was asked for that could be told. */
const UNASKED: ReadonlySet<Code> = new Set([
  'REQUEST_UNREADABLE',
  'REQUEST_INVALID',
  'NOT_ACCEPTABLE',
  'MEDIA_TYPE_UNSUPPORTED',
  'BODY_TOO_LARGE',
  'URL_TOO_LONG',
  'METHOD_NOT_ALLOWED',
  'ETAG_MISMATCH',
  'RANGE_UNSATISFIABLE',
  'SIGN_IN_REQUIRED',
])

/** Records what an operation did whose contract names an action, before its answer leaves. Downloads are left to `auditDownloads`. */
export async function auditAnswer(
  events: EventRecorder,
  request: Request,
  response: Response,
  status: number,
): Promise<void> {
  const contract = contractOf(response)
  if (contract?.audit === undefined || contract.audit === HANDED_OUT) return
  const outcome: AuditOutcome = status >= 500 ? 'failed' : status >= 400 ? 'refused' : 'done'
  await events.recordNow(describeRequest(request, response, contract.audit, outcome))
}

/** Records which package was handed out, when its connection is done with it. A 304, a HEAD and a manifest hand out none. */
export function auditDownloads(events: EventRecorder): RequestHandler {
  return (request, response, next) => {
    response.on('close', () => {
      const contract = contractOf(response)
      const { statusCode: status } = response
      if (contract?.audit !== HANDED_OUT || request.method !== 'GET') return
      if (!response.headersSent || status >= 300) return
      const event = describeRequest(request, response, HANDED_OUT, response.writableFinished ? 'done' : 'failed')
      const digest = event.digest ?? digestOf(response)
      if (digest !== null) events.record({ ...event, digest, detail: { status, ...event.detail } })
    })
    next()
  }
}

/** Records what was refused and what failed, and hands the error on. */
export function auditProblems(events: EventRecorder): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const event = toEvent(error, request, response)
    if (event !== null) events.record(event)
    next(error)
  }
}

function toEvent(error: unknown, request: Request, response: Response): AuditEvent | null {
  const { code, status } = toDvmError(error, requestIdOf(response))
  const { audit } = contractOf(response) ?? {}
  const told = (action: AuditAction, outcome: AuditOutcome): AuditEvent => {
    const event = describeRequest(request, response, action, outcome)
    const asked = { code, method: request.method, path: request.path.slice(0, 200) }
    return { ...event, detail: { ...asked, ...event.detail } }
  }
  const refusal = REFUSALS[code]
  if (refusal !== undefined) return told(refusal, 'refused')
  if (code === 'SIGN_IN_FAILED') return told(audit ?? 'sign-in', 'failed')
  // Somebody said who they are, and was not believed.
  if (code === 'SIGN_IN_REQUIRED' && request.headers.authorization !== undefined) return told('sign-in', 'refused')
  if (audit === undefined || UNASKED.has(code)) return null
  return told(audit, status >= 500 ? 'failed' : 'refused')
}

/** The strong ETag of a package is its SHA-256, with the encoding behind it where there is one. */
function digestOf(response: Response): string | null {
  return /^"([0-9a-f]{64})\b/.exec(String(response.getHeader('ETag') ?? ''))?.[1] ?? null
}
