import { createHash } from 'node:crypto'
import request from 'supertest'
import { afterEach, describe, expect, it } from 'vitest'
import { fail } from '../../src/errors/dvm-error.ts'
import type { AppParts } from '../../src/http/app-parts.ts'
import type { PackageRequest } from '../../src/model/package-request.ts'
import type { Settings } from '../../src/model/settings.ts'
import { stageText, type TestApp, testApp } from './test-app.ts'

const PATH = '/database-versions/package/sql'
const AT = '2026-01-31T12:00:05.000Z'
let made: TestApp[] = []

function withApp(tasks: Partial<AppParts['tasks']> = {}, settings: Partial<Settings> = {}): TestApp {
  const app = testApp(tasks, {}, settings)
  made.push(app)
  return app
}

afterEach(() => {
  for (const app of made) app.dispose()
  made = []
})

/** What is asked of the build, and with which settings. */
function listening(): { readonly app: TestApp['app']; readonly asked: PackageRequest[] } {
  const asked: PackageRequest[] = []
  const { app } = withApp({
    stagePackage: (context, wanted) => {
      asked.push(wanted)
      return stageText(context, 'x')
    },
  })
  return { app, asked }
}

describe('GET /database-versions/package/sql', () => {
  it('sends the package with length, digest, type and a file name', async () => {
    const { app } = withApp({}, { generatedAt: AT })
    const reply = await request(app).get(PATH).set('Accept-Encoding', 'identity')
    const text = `-- ${AT}\nSELECT 1;\n`
    expect(reply.status).toBe(200)
    expect(reply.text).toBe(text)
    expect(reply.headers['content-type']).toBe('text/plain; charset=UTF-8')
    expect(reply.headers['content-length']).toBe(String(text.length))
    expect(reply.headers['etag']).toBe(`"${createHash('sha256').update(text).digest('hex')}"`)
    expect(reply.headers['cache-control']).toBe('private, no-cache')
    expect(reply.headers['content-disposition']).toBe(
      'attachment; filename="offline-database-package-20260131_120005.sql"',
    )
  })

  it.each(['/api/v1/database-versions/package/sql', '/rest/scriptrunner/latest/custom/databaseVersionsPackageSQL'])(
    'answers the same at %s',
    async (path) => {
      const { app } = withApp({}, { generatedAt: AT })
      const [usual, alias] = await Promise.all([request(app).get(PATH), request(app).get(path)])
      expect(alias.status).toBe(200)
      expect(alias.headers['etag']).toBe(usual.headers['etag'])
    },
  )

  it('hands the choices of the query to the build', async () => {
    const { app, asked } = listening()
    await request(app).get(`${PATH}?kind=offline&contexts=test,prod-eu&labels=!slow and v2&transaction=single&toTag=v1`)
    await request(app).get(PATH)
    expect(asked).toEqual([
      {
        kind: 'offline',
        contexts: ['test', 'prod-eu'],
        labels: '!slow and v2',
        transaction: 'single',
        client: null,
        upTo: { kind: 'tag', tag: 'v1' },
      },
      { kind: 'offline', contexts: null, labels: null, transaction: null, client: null, upTo: null },
    ])
  })

  it.each([
    ['kind=everything', 'kind'],
    ['contexts=a,,b', 'contexts'],
    ["contexts=a';DROP TABLE x", 'contexts'],
    ['contexts=a&contexts=b', 'contexts'],
    ['labels=$(id)', 'labels'],
    ['transaction=none', 'transaction'],
    ['context=prod', 'context'],
    ['count=0', 'count'],
    ['count=1&toTag=a', 'toTag'],
    ['count=1&kind=deployed', 'count'],
    ['toTag=a', 'toTag'],
    ['toTag=a%0Ab', 'toTag'],
    ['manifest=yes', 'manifest'],
  ])('refuses ?%s before anything is built', async (query, named) => {
    const { app, asked } = listening()
    const reply = await request(app).get(`${PATH}?${query}`)
    expect(reply.status).toBe(422)
    expect(reply.body).toMatchObject({ code: 'REQUEST_INVALID', status: 422 })
    expect(reply.body.detail).toContain(named)
    expect(asked).toEqual([])
  })

  it('tells the manifest, with the facts of the file, in its place', async () => {
    const { app } = withApp({}, { generatedAt: AT })
    const [file, told] = await Promise.all([
      request(app).get(PATH).set('Accept-Encoding', 'identity'),
      request(app).get(`${PATH}?manifest=true`),
    ])
    expect(told.status).toBe(200)
    expect(told.headers['content-type']).toContain('application/json')
    expect(told.body.file).toMatchObject({ kind: 'offline', generatedAt: AT, changesets: 0 })
    expect(file.headers['etag']).toBe(`"${told.body.file.sha256}"`)
    expect(told.body.manifest.sha256).toBe(told.body.file.sha256)
  })

  it.each(['application/json', 'image/png'])('refuses a client that takes %s only', async (type) => {
    const { app } = withApp()
    const reply = await request(app).get(PATH).set('Accept', type)
    expect(reply.status).toBe(406)
    expect(reply.body.code).toBe('NOT_ACCEPTABLE')
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
    expect(reply.headers['etag']).toBeUndefined()
    expect(reply.body.complaints[0].place).toEqual({ file: 'orders.xml', line: 7, column: 3 })
    expect(staged()).toEqual([])
  })
})
