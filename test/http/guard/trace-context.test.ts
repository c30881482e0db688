import express from 'express'
import request from 'supertest'
import { describe, expect, it } from 'vitest'
import { requestId } from '../../../src/http/guard/request-id.ts'
import { traceContext, traceOf } from '../../../src/http/guard/trace-context.ts'

const app = express()
  .use(requestId(), traceContext())
  .get('/', (_request, response) => void response.json(traceOf(response)))

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN = '00f067aa0ba902b7'

const ask = (header: string): request.Test => request(app).get('/').set('traceparent', header)

describe('trace context', () => {
  it.each([
    [`00-${TRACE}-${SPAN}-01`, '01'],
    [`00-${TRACE}-${SPAN}-00`, '00'],
    [`00-${TRACE}-${SPAN}-fe`, '00'],
    [`00-${TRACE}-${SPAN}-ff`, '01'],
  ])('goes on with the trace of %s under a span of its own', async (header, flags) => {
    const { body, headers } = await ask(header).set('tracestate', 'vendor=1')
    expect(body.traceId).toBe(TRACE)
    expect(body.spanId).toMatch(/^[0-9a-f]{16}$/)
    expect(body.spanId).not.toBe(SPAN)
    expect(headers['traceparent']).toBe(`00-${TRACE}-${body.spanId}-${flags}`)
    expect(headers['tracestate']).toBeUndefined()
  })

  it.each([
    '',
    'x',
    `01-${TRACE}-${SPAN}-01`,
    `ff-${TRACE}-${SPAN}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE}-${SPAN}`,
    `00-${TRACE}-${SPAN}-01-more`,
    `00-${TRACE}-${SPAN}-1`,
    `00-${TRACE}0-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`,
  ])('begins a new one where the header is %j', async (header) => {
    const { body, headers } = await ask(header)
    expect(body.traceId).toMatch(/^[0-9a-f]{32}$/)
    expect(body.traceId).not.toBe(TRACE)
    expect(headers['traceparent']).toBe(`00-${body.traceId}-${body.spanId}-01`)
  })

  it('gives two requests two traces, and leaves the request id ours', async () => {
    const [one, other] = await Promise.all([request(app).get('/'), request(app).get('/').set('X-Request-Id', TRACE)])
    expect(one.body.traceId).not.toBe(other.body.traceId)
    expect(other.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  })
})
