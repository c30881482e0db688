import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import request, { type Response } from 'supertest'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compose } from '../../src/compose.ts'
import type { Context } from '../../src/task/context.ts'
import { listVersions } from '../../src/task/list-versions.ts'
import { update } from '../../src/task/update.ts'
import { type FreshDatabase, freshDatabase, query } from '../support/database.ts'
import { toTarget } from '../support/target.ts'
import { testApp, testSettings } from './test-app.ts'

let database: FreshDatabase
let folder = ''
let context: Context

const CHANGESETS = `--liquibase formatted sql
--changeset anna:1
CREATE TABLE a (i int);
--changeset ben:2
CREATE TABLE b (i int);
--changeset anna:same
CREATE TABLE c (i int);
--changeset ben:same
CREATE TABLE d (i int);
--changeset ben:with/a%20slash
CREATE TABLE e (i int);
`

beforeEach(async () => {
  database = await freshDatabase()
  folder = mkdtempSync(join(tmpdir(), 'dvm-versions-'))
  writeFileSync(join(folder, 'master.sql'), CHANGESETS)
  const settings = { ...testSettings(folder), changelog: 'master.sql', searchPath: [folder] }
  context = await compose({ ...settings, database: toTarget(database.url) })
  await update(context)
})
afterEach(async () => {
  await context.database?.close()
  await database.drop()
  rmSync(folder, { recursive: true })
})

async function get(path: string): Promise<Response> {
  const { app, dispose } = testApp(
    { listVersions },
    { targets: new Map([['default', { name: 'default', context, probes: context, dumps: context }]]) },
  )
  const reply = await request(app).get(`/api/v1/database-versions${path}`)
  dispose()
  return reply
}

const edit = (from: string, to: string): void => writeFileSync(join(folder, 'master.sql'), CHANGESETS.replace(from, to))

describe('one version', () => {
  it('tells that its checksum is what the changelog gives', async () => {
    const { body } = await get('/1')
    expect(body).toMatchObject({ id: '1', author: 'anna', sequence: 1, validation: { state: 'valid' } })
    expect(body.validation.computed).toBe(body.checksum)
  })

  it('tells that the changeset was edited, or is gone', async () => {
    edit('CREATE TABLE a (i int)', 'CREATE TABLE a (i bigint)')
    const { validation } = (await get('/1')).body
    expect(validation).toMatchObject({ state: 'drifted', place: { file: 'master.sql', line: 2 } })
    expect(validation.computed).not.toBe(validation.recorded)
    edit('--changeset ben:2\nCREATE TABLE b (i int);\n', '')
    expect((await get('/2')).body.validation.state).toBe('missing')
  })

  it('is shown without a verdict where the changelog cannot be read', async () => {
    edit('--changeset anna:1', '--changeset anna')
    expect((await get('/2')).body).toMatchObject({ id: '2', validation: { state: 'unknown', computed: null } })
  })

  it('is asked for by author or file where several have the id', async () => {
    const several = await get('/same')
    expect([several.status, several.body.code]).toEqual([409, 'VERSION_AMBIGUOUS'])
    expect((await get('/same?author=ben')).body.sequence).toBe(4)
    expect((await get('/same?author=ben&filename=other.sql')).status).toBe(404)
  })

  it('may have any id that fits into an address', async () => {
    expect((await get(`/${encodeURIComponent('with/a%20slash')}`)).body.sequence).toBe(5)
    expect((await get('/nobody')).body.code).toBe('NOT_FOUND')
  })
})

describe('statistics', () => {
  it('count what ran', async () => {
    const { body } = await get('/statistics')
    expect(body).toMatchObject({
      total: 5,
      byExecutionType: [{ name: 'EXECUTED', count: 5 }],
      byAuthor: [
        { name: 'anna', count: 2 },
        { name: 'ben', count: 3 },
      ],
      byCategory: [{ name: 'root', count: 5 }],
    })
    expect(body.recent.map((row: { sequence: number }) => row.sequence)).toEqual([5, 4, 3, 2, 1])
    expect(body.byDate).toEqual([{ name: body.firstExecution.slice(0, 10), count: 5 }])
    expect(body.firstExecution <= body.lastExecution).toBe(true)
  })

  it('of an empty history are zero', async () => {
    await query(database.url, 'DELETE FROM databasechangelog')
    const { body } = await get('/statistics')
    expect(body).toMatchObject({ total: 0, byAuthor: [], recent: [], firstExecution: null, lastExecution: null })
  })
})

describe('validation', () => {
  it('finds nothing where nothing is wrong', async () => {
    expect((await get('/validate')).body).toMatchObject({ ok: true, checked: 5, faults: [] })
  })

  it('lists what was edited, what is gone, and files nobody includes', async () => {
    edit('CREATE TABLE a (i int);\n--changeset ben:2\nCREATE TABLE b (i int);', 'CREATE TABLE a (i bigint);')
    writeFileSync(join(folder, 'stray.sql'), 'SELECT 1;')
    const { body } = await get('/validate')
    expect(body.ok).toBe(false)
    expect(body.faults.map((fault: { kind: string }) => fault.kind)).toEqual(['drifted', 'missing', 'orphan'])
  })

  it('says what keeps the changelog from being read', async () => {
    edit('--changeset anna:1', '--changeset anna')
    const reply = await get('/validate')
    expect(reply.status).toBe(422)
    expect(reply.body.complaints[0].place).toMatchObject({ file: 'master.sql', line: 2 })
  })
})

describe('the list', () => {
  it('is cut to a version, given by tag or number', async () => {
    await query(database.url, `UPDATE databasechangelog SET tag = 'v2.1' WHERE id = '2'`)
    for (const version of ['v2.1', '2.1.0']) {
      const { body } = await get(`?version=${version}`)
      expect(body.versions.map((row: { id: string }) => row.id)).toEqual(['2'])
    }
  })
})
