import { createHash } from 'node:crypto'
import { get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import request from 'supertest'
import { afterEach, describe, expect, it } from 'vitest'
import { fail } from '../../src/errors/dvm-error.ts'
import type { AppParts } from '../../src/http/app-parts.ts'
import { listen } from '../../src/http/listen.ts'
import type { Settings } from '../../src/model/settings.ts'
import { stageText, type TestApp, testApp } from './test-app.ts'

const PATH = '/database-versions/package/sql'
let made: TestApp[] = []

function withApp(
  tasks: Partial<AppParts['tasks']> = {},
  settings: Partial<Settings> = {},
  parts: Partial<AppParts> = {},
): TestApp {
  const app = testApp(tasks, parts, settings)
  made.push(app)
  return app
}

afterEach(() => {
  for (const app of made) app.dispose()
  made = []
})

const target = { host: 'h', port: 1, user: 'u', password: 'p', ssl: false, parameters: {} }

describe('GET /database-versions/package/sql', () => {
  it('sends the package with length, digest, type and a file name', async () => {
    const generatedAt = '2026-01-31T12:00:05.000Z'
    const { app } = withApp({}, { generatedAt, database: { ...target, database: 'orders' } })
    const reply = await request(app).get(PATH)
    const text = `-- ${generatedAt}\nSELECT 1;\n`
    expect(reply.status).toBe(200)
    expect(reply.text).toBe(text)
    expect(reply.headers['content-type']).toBe('text/plain; charset=UTF-8')
    expect(reply.headers['content-length']).toBe(String(text.length))
    expect(reply.headers['etag']).toBe(`"${createHash('sha256').update(text).digest('hex')}"`)
    expect(reply.headers['cache-control']).toBe('private, no-cache')
    expect(reply.headers['content-disposition']).toBe(
      'attachment; filename="orders-database-package-20260131_120005.sql"',
    )
  })

  it.each(['/api/v1/database-versions/package/sql', '/rest/scriptrunner/latest/custom/databaseVersionsPackageSQL'])(
    'answers the same at %s',
    async (path) => {
      const { app } = withApp({}, { generatedAt: '2026-01-31T12:00:05.000Z' })
      const [usual, alias] = await Promise.all([request(app).get(PATH), request(app).get(path)])
      expect(alias.status).toBe(200)
      expect(alias.headers['etag']).toBe(usual.headers['etag'])
    },
  )

  it('answers HEAD with the same headers and no body', async () => {
    const { app, staged } = withApp()
    const reply = await request(app).head(PATH)
    expect(reply.status).toBe(200)
    expect(Number(reply.headers['content-length'])).toBeGreaterThan(10)
    expect(reply.text ?? '').toBe('')
    await expect.poll(staged).toEqual([])
  })

  it('answers 304 when nothing but the time changed since', async () => {
    let body = 'SELECT 1;'
    let tick = 0
    const { app } = withApp({
      stagePackage: (context) => {
        const generatedAt = context.settings.generatedAt ?? `2026-01-31T12:00:${String(tick++).padStart(2, '0')}.000Z`
        return stageText({ ...context, settings: { ...context.settings, generatedAt } }, `-- ${generatedAt}\n${body}`)
      },
    })
    const first = await request(app).get(PATH)
    const again = await request(app).get(PATH).set('If-None-Match', String(first.headers['etag']))
    expect(again.status).toBe(304)
    expect(again.headers['etag']).toBe(first.headers['etag'])

    body = 'SELECT 2;'
    const changed = await request(app).get(PATH).set('If-None-Match', String(first.headers['etag']))
    expect(changed.status).toBe(200)
    expect(changed.text).toContain('SELECT 2;')
    expect(changed.text).not.toContain('12:00:00')
  })

  it('hands the choices of the query to the build and leaves the server settings alone', async () => {
    const seen: Settings[] = []
    const { app } = withApp({
      stagePackage: (context) => {
        seen.push(context.settings)
        return stageText(context, 'x')
      },
    })
    await request(app).get(`${PATH}?kind=pending&contexts=test,prod-eu&labels=!slow and v2&transaction=single`)
    await request(app).get(PATH)
    expect(seen[0]).toMatchObject({ contexts: ['test', 'prod-eu'], labelFilter: '!slow and v2' })
    expect(seen[0]?.package).toMatchObject({ kind: 'pending', transaction: 'single' })
    expect(seen[1]).toMatchObject({ contexts: [], labelFilter: null })
    expect(seen[1]?.package).toMatchObject({ kind: null, transaction: 'per-changeset' })
  })

  it.each([
    ['kind=everything', 'kind'],
    ['contexts=a,,b', 'contexts'],
    ["contexts=a';DROP TABLE x", 'contexts'],
    ['contexts=a&contexts=b', 'contexts'],
    ['labels=$(id)', 'labels'],
    ['transaction=none', 'transaction'],
    ['context=prod', 'context'],
  ])('refuses ?%s before anything is built', async (query, named) => {
    let built = 0
    const { app } = withApp({
      stagePackage: (context) => {
        built += 1
        return stageText(context, 'x')
      },
    })
    const reply = await request(app).get(`${PATH}?${query}`)
    expect(reply.status).toBe(422)
    expect(reply.body).toMatchObject({ code: 'REQUEST_INVALID', status: 422 })
    expect(reply.body.detail).toContain(named)
    expect(built).toBe(0)
  })

  it('builds once for equal requests that come together', async () => {
    let built = 0
    const { app, staged } = withApp({
      stagePackage: async (context) => {
        built += 1
        await sleep(150)
        return stageText(context, 'shared')
      },
    })
    const server = await listen(app, { host: '127.0.0.1', port: 0, orNext: false })
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`
      const texts = await Promise.all([1, 2, 3].map(async () => (await fetch(url)).text()))
      expect(texts).toEqual(['shared', 'shared', 'shared'])
      expect(built).toBe(1)
      await fetch(url)
      expect(built).toBe(2)
    } finally {
      await new Promise((resolve) => server.close(resolve))
    }
    await expect.poll(staged).toEqual([])
  })

  it('leaves no temporary file when the client goes away in the middle', async () => {
    const { app, lines, staged } = withApp({ stagePackage: (context) => stageText(context, 'x'.repeat(50_000_000)) })
    const server = await listen(app, { host: '127.0.0.1', port: 0, orNext: false })
    try {
      const { port } = server.address() as AddressInfo
      await new Promise<void>((resolve, reject) => {
        const call = get({ host: '127.0.0.1', port, path: PATH }, (reply) => {
          reply.once('data', () => call.destroy())
          reply.once('error', () => undefined)
          reply.once('close', resolve)
        })
        call.once('error', reject)
      })
      await expect.poll(staged).toEqual([])
      await expect.poll(() => lines.join('')).toContain('"complete":false')
      expect(lines.join('')).not.toContain('request failed')
    } finally {
      server.closeAllConnections()
      server.close()
    }
  })

  it('answers a failed build with its problem and no file', async () => {
    const { app, staged } = withApp({
      stagePackage: async () => {
        const place = { file: 'orders.xml', line: 7, column: 3 }
        throw fail('CHECKSUM_DRIFT', { changeset: 'a::1::anna', recorded: '9:aa', computed: '9:bb' }, place)
      },
    })
    const reply = await request(app).get(PATH)
    expect(reply.status).toBe(409)
    expect(reply.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(reply.headers['content-disposition']).toBeUndefined()
    expect(reply.body.complaints[0].place).toEqual({ file: 'orders.xml', line: 7, column: 3 })
    expect(staged()).toEqual([])
  })
})
