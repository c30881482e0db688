import { get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import request from 'supertest'
import { afterEach, describe, expect, it } from 'vitest'
import { endpointsOf } from '../../src/http/app.ts'
import type { AppParts } from '../../src/http/app-parts.ts'
import type { RouteContract } from '../../src/http/contract/route.ts'
import type { Call } from '../../src/http/endpoint.ts'
import { listen } from '../../src/http/listen.ts'
import type { Identity } from '../../src/model/identity.ts'
import type { PackageRequest } from '../../src/model/package-request.ts'
import { stageText, type TestApp, testApp } from './test-app.ts'

const BASE = '/api/v1/database-versions/package'
let made: TestApp[] = []
afterEach(() => {
  for (const app of made) app.dispose()
  made = []
})

function withApp(stagePackage: AppParts['tasks']['stagePackage']): TestApp {
  const app = testApp({ stagePackage })
  made.push(app)
  return app
}

/** Begins a download and leaves at the first byte, or after `patience` milliseconds without one. */
async function leaveEarly(app: TestApp['app'], path: string, patience: number): Promise<void> {
  const server = await listen(app, { host: '127.0.0.1', port: 0, orNext: false })
  const { port } = server.address() as AddressInfo
  await new Promise<void>((resolve) => {
    const call = get({ host: '127.0.0.1', port, path, headers: { 'Accept-Encoding': 'identity' } }, (reply) => {
      reply.once('data', () => call.destroy())
      reply.once('error', () => undefined)
    })
    call.once('error', () => undefined)
    call.once('close', () => resolve())
    setTimeout(() => call.destroy(), patience)
  })
  await sleep(20)
  server.closeAllConnections()
  server.close()
}

describe('what each route asks the build for', () => {
  const usual = { contexts: null, labels: null, transaction: null, client: null }
  const wholeDatabase = { schemas: [], excludeTables: [], noOwner: false, noPrivileges: false, noHistory: false }
  it.each<[string, PackageRequest]>([
    [
      '/liquibase?kind=pending&count=3',
      { kind: 'liquibase', of: 'pending', contexts: null, labels: null, upTo: { kind: 'count', count: 3 } },
    ],
    [
      '/incremental?versionFrom=v1&versionTo=order:7&contexts=a,b',
      {
        ...usual,
        kind: 'incremental',
        versionFrom: { kind: 'tag', tag: 'v1' },
        versionTo: { kind: 'order', order: 7 },
        offline: false,
        includeRollback: false,
        contexts: ['a', 'b'],
      },
    ],
    [
      '/rollback?toDate=2026-11-01&expectRows=orders=5,public.items=0&proposed=false&allowIrreversible=true',
      {
        ...usual,
        kind: 'rollback',
        to: { kind: 'version', version: { kind: 'date', date: '2026-11-01T00:00:00.000' } },
        allowIrreversible: true,
        proposed: false,
        expectRows: [
          { table: 'orders', rows: 5 },
          { table: 'public.items', rows: 0 },
        ],
        expectSourceRows: false,
      },
    ],
    [
      '/schema?schemas=app,sales.*&excludeTables="Odd, name"&noOwner=true&transaction=none',
      {
        ...wholeDatabase,
        kind: 'schema',
        schemas: ['app,sales.*'],
        excludeTables: ['"Odd, name"'],
        noOwner: true,
        transaction: 'none',
      },
    ],
    [
      '/full?includeData=false&includeIndexes=false&compress=gzip&rowsPerInsert=50',
      {
        ...wholeDatabase,
        kind: 'full',
        format: 'sql',
        compress: 'gzip',
        transaction: 'single',
        includeData: false,
        includeIndexes: false,
        includeFunctions: true,
        excludeTableData: [],
        rowsPerInsert: 50,
      },
    ],
    [
      '/docker?of=schema&form=migrate&baseImage=postgres:17-alpine',
      { ...usual, kind: 'docker', of: 'schema', changesets: null, form: 'migrate', baseImage: 'postgres:17-alpine' },
    ],
    [
      '/split?by=size&maxMegabytes=2&client=psql',
      { ...usual, kind: 'split', of: null, by: { kind: 'size', maxBytes: 2_000_000 }, upTo: null, client: 'psql' },
    ],
  ])('%s', async (path, wanted) => {
    const asked: PackageRequest[] = []
    const { app } = withApp((context, given) => {
      asked.push(given)
      return stageText(context, 'x', given.kind)
    })
    const reply = await request(app).get(`${BASE}${path}`)
    expect(reply.status).toBe(200)
    expect(reply.headers['x-package-kind']).toBe(wanted.kind)
    expect(asked).toEqual([wanted])
  })

  it.each([
    ['/incremental?versionFrom=order:x', 'versionFrom'],
    ['/incremental?versionTo=v1&includeRollback=true', 'includeRollback'],
    ['/rollback', 'exactly one'],
    ['/rollback?to=v1&count=1', 'exactly one'],
    ['/rollback?count=1&expectRows=a;DROP TABLE b=1', 'expectRows'],
    ['/rollback?toDate=2026-02-30', 'toDate'],
    ['/schema?schemas=a%00b', 'schemas'],
    ['/schema?includeData=true', 'includeData'],
    ['/full?format=liquibase&includeData=false', 'includeData'],
    ['/full?format=docker&compress=gzip', 'compress'],
    ['/docker?baseImage=a%0ARUN evil', 'baseImage'],
    ['/docker?of=full&contexts=a', 'contexts'],
    ['/split?by=size&afterDeploy=x', 'afterDeploy'],
    ['/split?maxMegabytes=5', 'maxMegabytes'],
  ])('refuses %s, which says nothing or too much', async (path, named) => {
    const { app } = withApp((context) => stageText(context, 'x'))
    const reply = await request(app).get(`${BASE}${path}`)
    expect(reply.status).toBe(422)
    expect(reply.body.detail).toContain(named)
  })
})

describe('a client that goes away', () => {
  it('ends the build that it was the last to wait for, and it does not count as a failure', async () => {
    let reason: unknown = null
    const { app, lines } = withApp(async (context, _, { signal } = {}) => {
      await sleep(2_000, undefined, { ...(signal === undefined ? {} : { signal }) }).catch(() => {
        reason = signal?.reason
      })
      signal?.throwIfAborted()
      return stageText(context, 'x')
    })
    await leaveEarly(app, `${BASE}/sql`, 100)
    await expect.poll(() => reason).not.toBeNull()
    expect(lines.join('')).not.toContain('request failed')
  })

  it('ends the sending of a large file, and the file goes', async () => {
    const { app, lines, staged } = withApp((context, { kind }) => stageText(context, 'x'.repeat(50_000_000), kind))
    await leaveEarly(app, `${BASE}/full`, 5_000)
    await expect.poll(staged).toEqual([])
    await expect.poll(() => lines.join('')).toContain('"complete":false')
    expect(lines.join('')).not.toContain('request failed')
  })
})

describe('a package between two databases', () => {
  it('takes the permission on both', async () => {
    const { parts } = withApp((context) => stageText(context, 'x'))
    const [first] = parts.targets.values()
    if (first === undefined) throw new Error('the test application has no target')
    const targets = new Map(['default', 'other'].map((name) => [name, { ...first, name }]))
    const route = endpointsOf({ ...parts, targets }).find(({ contract }) => contract.id === 'packageEnvironment')
    const identity = { kind: 'user', id: '1', name: 'anna', roles: new Map([['default', 'packager']]), scopes: null }
    const call = {
      query: { target: 'default', sourceTarget: 'default', targetTarget: 'other' },
      identity: identity as Identity,
      signal: new AbortController().signal,
      request: { headers: {} },
    }
    const handled = route?.handle(call as unknown as Call<RouteContract>)
    await expect(handled).rejects.toMatchObject({ code: 'ACCESS_DENIED' })
  })
})
