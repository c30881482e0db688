import { createHash } from 'node:crypto'
import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import request from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AppParts } from '../../src/http/app-parts.ts'
import { stageText, type TestApp, testApp } from './test-app.ts'

const PATH = '/api/v1/database-versions/package/sql'
const TEXT = Array.from({ length: 500 }, (_, row) => `INSERT INTO orders VALUES (${row});\n`).join('')
const digest = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('base64')
const ETAG = `"${createHash('sha256').update(TEXT).digest('hex')}"`

let made: TestApp
let server: Server
let built = 0
const stagePackage: AppParts['tasks']['stagePackage'] = async (context) => {
  built += 1
  const staged = await stageText(context, TEXT)
  return { ...staged, facts: { ...staged.facts, fileName: 'größe-database-package-20260101_000000.sql' } }
}
beforeAll(async () => {
  made = testApp({ stagePackage }, {}, { generatedAt: '2026-01-01T00:00:00.000Z' })
  server = createServer(made.app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  server.close()
  made.dispose()
})

/** As it comes over the wire: supertest would unpack it. */
function get(headers: Record<string, string> = {}, method = 'GET'): Promise<Raw> {
  const { port } = server.address() as AddressInfo
  const options = {
    host: '127.0.0.1',
    port,
    path: PATH,
    method,
    headers: { 'Accept-Encoding': 'identity', ...headers },
  }
  return new Promise((resolve, reject) => {
    const call = httpRequest(options, async (reply) => {
      const body = Buffer.concat(await reply.toArray())
      resolve({ status: reply.statusCode ?? 0, headers: reply.headers as Record<string, string>, body })
    })
    call.once('error', reject)
    call.end()
  })
}

interface Raw {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: Buffer
}

describe('a download', () => {
  it('says what it is, in all of its headers', async () => {
    const { status, headers, body } = await get()
    expect(status).toBe(200)
    expect(body.toString()).toBe(TEXT)
    expect(headers).toMatchObject({
      etag: ETAG,
      'content-length': String(TEXT.length),
      'content-type': 'text/plain; charset=UTF-8',
      'content-disposition':
        'attachment; filename="gr_e-database-package-20260101_000000.sql"; ' +
        "filename*=UTF-8''gr%C3%B6%C3%9Fe-database-package-20260101_000000.sql",
      'accept-ranges': 'bytes',
      vary: 'Accept-Encoding',
      'cache-control': 'private, no-cache',
      'repr-digest': `sha-256=:${digest(TEXT)}:`,
      'content-digest': `sha-256=:${digest(TEXT)}:`,
      'x-package-kind': 'offline',
      'x-package-changesets': '0',
      'x-package-generated-at': '2026-01-01T00:00:00.000Z',
      'x-package-sha256': ETAG.slice(1, -1),
    })
    expect(headers['content-encoding']).toBeUndefined()
    expect(headers['last-modified']).toBeUndefined()
  })

  it.each(['identity', 'gzip', 'br'])('answers HEAD with the headers of GET and no body, in %s', async (coding) => {
    const wanted = await get({ 'Accept-Encoding': coding })
    const reply = await get({ 'Accept-Encoding': coding }, 'HEAD')
    const own = ({ date: _, 'x-request-id': __, traceparent: ___, ...rest }: Record<string, string>) => rest
    expect(reply.status).toBe(200)
    expect(own(reply.headers)).toEqual(own(wanted.headers))
    expect(reply.body.length).toBe(0)
  })

  it.each([
    ['gzip', gunzipSync],
    ['br', brotliDecompressSync],
  ] as const)('packs in %s once, with an ETag and digests of its own', async (coding, unpack) => {
    const before = built
    const [one, other] = await Promise.all([get({ 'Accept-Encoding': coding }), get({ 'Accept-Encoding': coding })])
    expect(unpack(one.body).toString()).toBe(TEXT)
    expect(one.body).toEqual(other.body)
    expect(one.headers['content-encoding']).toBe(coding)
    expect(one.headers['etag']).toBe(`${ETAG.slice(0, -1)}-${coding}"`)
    expect(one.headers['content-length']).toBe(String(one.body.length))
    expect(one.headers['repr-digest']).toBe(`sha-256=:${digest(one.body)}:`)
    expect(one.headers['x-package-sha256']).toBe(ETAG.slice(1, -1))
    expect(built).toBe(before)
  })

  it('refuses a client that takes no coding there is', async () => {
    const reply = await get({ 'Accept-Encoding': 'compress, identity;q=0' })
    expect(reply.status).toBe(406)
    expect(reply.headers['content-type']).toContain('application/problem+json')
  })
})

describe('a conditional download', () => {
  it.each([
    [{ 'If-None-Match': ETAG }, 304],
    [{ 'If-None-Match': `W/${ETAG}, "other"` }, 304],
    [{ 'If-None-Match': '*' }, 304],
    [{ 'If-None-Match': '"other"' }, 200],
    // The tag of another coding is that of other bytes.
    [{ 'If-None-Match': `${ETAG.slice(0, -1)}-gzip"` }, 200],
    [{ 'If-None-Match': `${ETAG.slice(0, -1)}-gzip"`, 'Accept-Encoding': 'gzip' }, 304],
    [{ 'If-Match': ETAG }, 200],
    [{ 'If-Match': '"other"' }, 412],
    [{ 'If-Match': `W/${ETAG}` }, 412],
    [{ 'If-Match': ETAG, 'If-None-Match': ETAG }, 304],
    [{ 'If-Modified-Since': new Date().toUTCString() }, 200],
    [{ 'If-Unmodified-Since': new Date(0).toUTCString() }, 200],
  ])('%j: %i', async (headers, status) => {
    const reply = await get(headers as Record<string, string>)
    expect(reply.status).toBe(status)
    if (status !== 304) return
    expect(reply.body.length).toBe(0)
    expect(reply.headers).toMatchObject({ 'cache-control': 'private, no-cache', vary: 'Accept-Encoding' })
    expect(reply.headers['etag']).toContain(ETAG.slice(0, -1))
    expect(reply.headers['content-type']).toBeUndefined()
    expect(reply.headers['content-length']).toBeUndefined()
  })

  it('answers a mismatch with its problem', async () => {
    const reply = await request(made.app).get(PATH).set('If-Match', '"other"')
    expect(reply.body).toMatchObject({ status: 412, code: 'ETAG_MISMATCH' })
    expect(reply.headers['cache-control']).toBe('no-store')
  })
})

describe('a part of a download', () => {
  const all = Buffer.from(TEXT)
  it.each([
    ['bytes=0-9', 0, 9],
    ['bytes=100-', 100, TEXT.length - 1],
    ['bytes=-20', TEXT.length - 20, TEXT.length - 1],
  ])('%s is sent with its place', async (range, start, end) => {
    const { status, headers, body } = await get({ Range: range })
    expect(status).toBe(206)
    expect(body).toEqual(all.subarray(start, end + 1))
    expect(headers).toMatchObject({
      etag: ETAG,
      'content-range': `bytes ${start}-${end}/${TEXT.length}`,
      'content-length': String(end - start + 1),
      'repr-digest': `sha-256=:${digest(TEXT)}:`,
    })
    expect(headers['content-digest']).toBeUndefined()
  })

  it('is one of the coding that was chosen', async () => {
    const packed = await get({ 'Accept-Encoding': 'gzip' })
    const { status, headers, body } = await get({ 'Accept-Encoding': 'gzip', Range: 'bytes=10-19' })
    expect(status).toBe(206)
    expect(headers['content-range']).toBe(`bytes 10-19/${packed.body.length}`)
    expect(headers['content-encoding']).toBe('gzip')
    expect(body).toEqual(packed.body.subarray(10, 20))
  })

  it('is refused where it lies beyond the end, with how much there is', async () => {
    const reply = await request(made.app)
      .get(PATH)
      .set({ Range: `bytes=${TEXT.length}-`, 'Accept-Encoding': 'identity' })
    expect(reply.status).toBe(416)
    expect(reply.headers['content-range']).toBe(`bytes */${TEXT.length}`)
    expect(reply.headers['content-type']).toContain('application/problem+json')
    expect(reply.body.code).toBe('RANGE_UNSATISFIABLE')
  })

  it.each([
    [{ 'If-Range': ETAG }, 206],
    [{ 'If-Range': '"other"' }, 200],
    [{ 'If-Range': `W/${ETAG}` }, 200],
    [{ 'If-Range': new Date().toUTCString() }, 200],
    [{ 'If-None-Match': ETAG }, 304],
    [{ 'If-Match': '"other"' }, 412],
  ])('counts under %j: %i', async (headers, status) => {
    const reply = await get({ Range: 'bytes=0-9', ...(headers as Record<string, string>) })
    expect(reply.status).toBe(status)
  })

  it.each(['bytes=0-1,4-5', 'lines=0-1', 'bytes=9-2'])('is the whole for %s', async (range) => {
    const reply = await get({ Range: range })
    expect(reply.status).toBe(200)
    expect(reply.body.length).toBe(TEXT.length)
  })

  it('is nothing that HEAD knows', async () => {
    const reply = await get({ Range: 'bytes=0-9' }, 'HEAD')
    expect(reply.status).toBe(200)
    expect(reply.headers['content-length']).toBe(String(TEXT.length))
  })
})
