import { randomBytes } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import { withLogFacts } from '../../kit/log-scope.ts'
import { requestIdOf } from './request-id.ts'

const KEY = 'trace'
const HEADER = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/
const SAMPLED = 0x01

/** Of which trace a request is part. Lower-case hexadecimal, 32 and 16 digits. */
export interface Trace {
  readonly traceId: string
  readonly spanId: string
}

/**
 * W3C Trace Context, version 00: a caller's trace is gone on with, under a span of our own; a header that is not exactly
 * of that form is no header, and a new trace begins (section 3.2 of the recommendation). `tracestate` is not for us and
 * is not answered. What is logged while the request is served carries its ids.
 */
export function traceContext(): RequestHandler {
  return (request, response, next) => {
    const found = HEADER.exec(request.get('traceparent') ?? '')
    const trace: Trace = { traceId: found?.[1] ?? newId(16), spanId: newId(8) }
    // A trace of our own counts as recorded: the log has it.
    const flags = found?.[2] === undefined ? SAMPLED : Number.parseInt(found[2], 16) & SAMPLED
    response.locals[KEY] = trace
    response.setHeader('traceparent', `00-${trace.traceId}-${trace.spanId}-0${flags}`)
    withLogFacts({ requestId: requestIdOf(response), ...trace }, next)
  }
}

export function traceOf(response: Response): Trace | null {
  return (response.locals[KEY] as Trace | undefined) ?? null
}

/** Never all zeros, which would mean that there is none. */
function newId(bytes: number): string {
  const id = randomBytes(bytes).toString('hex')
  return /[^0]/.test(id) ? id : newId(bytes)
}
