import type { ErrorRequestHandler, RequestHandler } from 'express'
import { DvmError, fail } from '../errors/dvm-error.ts'
import type { Log } from '../kit/log.ts'
import { requestIdOf } from './guard/request-id.ts'
import { BODY_BYTES } from './guard/size-limits.ts'
import { toProblem } from './problem.ts'

const BUSY_S = '5'

/** Where no route matched. */
export function notFound(): RequestHandler {
  return (_request, _response, next) => next(fail('NOT_FOUND', { what: 'page or resource at this address' }))
}

/** The only place that answers with an error. What is not in the catalogue becomes INTERNAL, and the log has the stack. */
export function sendProblem(log: Log, roots: readonly string[]): ErrorRequestHandler {
  return (error: unknown, _request, response, _next) => {
    const reference = requestIdOf(response)
    const known = toDvmError(error, reference)
    if (known.status >= 500) {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
      log.error('request failed', { requestId: reference, code: known.code, stack })
    }
    // Half a body is on its way: only a broken connection tells the client that the rest is missing.
    if (response.headersSent) {
      response.destroy()
      return
    }
    for (const name of ['Content-Disposition', 'Content-Length', 'ETag']) response.removeHeader(name)
    // Limits tell their own time; passwords that wait for their turn have none to tell (account/check-password.ts).
    if (known.status === 429 && !response.hasHeader('Retry-After')) response.setHeader('Retry-After', BUSY_S)
    response.setHeader('Cache-Control', 'no-store')
    response.status(known.status).type('application/problem+json')
    response.send(JSON.stringify(toProblem(known, reference, roots)))
  }
}

/** What is answered for an error of any kind. */
export function toDvmError(error: unknown, reference: string): DvmError {
  if (error instanceof DvmError) return error
  if (isHttpError(error) && error.code === 'EBADCSRFTOKEN') return fail('CSRF_INVALID', {})
  if (isHttpError(error) && error.status === 413) return fail('BODY_TOO_LARGE', { limit: BODY_BYTES })
  if (isHttpError(error) && error.status === 415) return fail('MEDIA_TYPE_UNSUPPORTED', {})
  if (isHttpError(error) && error.status >= 400 && error.status < 500) {
    return fail('REQUEST_UNREADABLE', { detail: 'the request cannot be read' })
  }
  return fail('INTERNAL', { reference }, null, { cause: error })
}

/** As Express and its middleware throw them (package http-errors). */
function isHttpError(error: unknown): error is { status: number; code?: unknown } {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number'
}
