import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import request from 'supertest'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { compose } from '../../src/compose.ts'
import type { Target } from '../../src/http/app-parts.ts'
import type { Context } from '../../src/task/context.ts'
import { stageAnyPackage } from '../../src/task/stage-any-package.ts'
import { update } from '../../src/task/update.ts'
import { type FreshDatabase, freshDatabase, query } from '../support/database.ts'
import { toTarget } from '../support/target.ts'
import { type TestApp, testApp, testSettings } from './test-app.ts'

const BASE = '/api/v1/database-versions/package'
const MASTER = `<?xml version="1.0" encoding="UTF-8"?>
<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-4.28.xsd">
  <includeAll path="changes/"/>
</databaseChangeLog>
`
const change = (id: number, sql: string, undo: string): string =>
  `--liquibase formatted sql\n--changeset anna:${id}\n${sql}\n--rollback ${undo}\n`

let source: FreshDatabase
let other: FreshDatabase
let folder: string
let contexts: Context[]
let made: TestApp
let built: string[] = []

beforeAll(async () => {
  ;[source, other] = await Promise.all([freshDatabase(), freshDatabase()])
  folder = mkdtempSync(join(tmpdir(), 'dvm-fresh-'))
  mkdirSync(join(folder, 'changes'))
  writeFileSync(join(folder, 'master.xml'), MASTER)
  writeFileSync(join(folder, 'changes', '1.sql'), change(1, 'CREATE TABLE orders (id int);', 'DROP TABLE orders;'))
  writeFileSync(
    join(folder, 'changes', '2.sql'),
    change(2, 'ALTER TABLE orders ADD note text;', 'ALTER TABLE orders DROP note;'),
  )
  const settings = { ...testSettings(join(folder, '.dvm')), changelog: 'master.xml', searchPath: [folder] }
  contexts = await Promise.all([source, other].map(({ url }) => compose({ ...settings, database: toTarget(url) })))
  const targets = ['default', 'other'].flatMap((name, at): [string, Target][] => {
    const context = contexts[at]
    return context === undefined ? [] : [[name, { name, context, probes: context, dumps: context }]]
  })
  if (contexts[0] !== undefined) await update(contexts[0])
  made = testApp(
    {
      stagePackage: (context, wanted, options) => {
        built.push(wanted.kind)
        return stageAnyPackage(context, wanted, options)
      },
    },
    { targets: new Map(targets) },
  )
})
afterAll(async () => {
  await Promise.all(contexts.map(({ database }) => database?.close()))
  await Promise.all([source.drop(), other.drop()])
  made.dispose()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  // What was written a moment ago keeps a package from being kept.
  await sleep(40)
  built = []
})

const ask = (path: string, etag = '') =>
  request(made.app).get(`${BASE}${path}`).set({ 'Accept-Encoding': 'identity', 'If-None-Match': etag })

/** Asks, lets something happen, and asks twice again: what is kept must not be from before, and must be kept after. */
async function askAfter(path: string, happens: () => unknown) {
  const first = await ask(path)
  expect(first.status).toBe(200)
  const etag = String(first.headers['etag'])
  expect((await ask(path, etag)).status).toBe(304)
  built = []
  await happens()
  const second = await ask(path, etag)
  return { second, builds: built.length }
}

describe('a kept package', () => {
  it.each(['/sql', '/liquibase', '/incremental?versionFrom=order:1', '/split', '/docker'])(
    'answers %s again without a build',
    async (path) => {
      const { second, builds } = await askAfter(path, () => undefined)
      expect(second.status).toBe(304)
      expect(builds).toBe(0)
    },
  )

  it('is not handed out any more once a file was changed', async () => {
    const { second, builds } = await askAfter('/sql?kind=offline', () =>
      writeFileSync(
        join(folder, 'changes', '2.sql'),
        change(2, 'ALTER TABLE orders ADD remark text;', 'ALTER TABLE orders DROP remark;'),
      ),
    )
    expect(second.status).toBe(200)
    expect(second.text).toContain('ADD remark text')
    expect(builds).toBe(1)
    writeFileSync(
      join(folder, 'changes', '2.sql'),
      change(2, 'ALTER TABLE orders ADD note text;', 'ALTER TABLE orders DROP note;'),
    )
    expect((await ask('/sql?kind=offline')).text).toContain('ADD note text')
  })

  it('is not handed out any more once a file came into a folder that is included', async () => {
    const file = join(folder, 'changes', '3.sql')
    const { second } = await askAfter('/sql?kind=pending', () =>
      writeFileSync(file, change(3, 'CREATE TABLE items (id int);', 'DROP TABLE items;')),
    )
    expect(second.status).toBe(200)
    expect(second.text).toContain('CREATE TABLE items')
    rmSync(file)
    expect((await ask('/sql?kind=pending')).text).not.toContain('CREATE TABLE items')
  })

  it.each([
    ["UPDATE databasechangelog SET md5sum = NULL WHERE id = '2'", 200],
    ["UPDATE databasechangelog SET md5sum = '9:00000000000000000000000000000000' WHERE id = '2'", 409],
    ["UPDATE databasechangelog SET tag = 'v1' WHERE id = '2'", 200],
    ["UPDATE databasechangelog SET dateexecuted = dateexecuted + interval '1 day'", 200],
    [
      `INSERT INTO databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype)
       VALUES ('9', 'anna', 'changes/9.sql', now(), 9, 'EXECUTED')`,
      409,
    ],
    ["DELETE FROM databasechangelog WHERE id = '2'", 200],
    ['ALTER TABLE databasechangelog ALTER contexts TYPE varchar(300)', 200],
  ])('is not handed out any more after %s', async (sql, status) => {
    await query(source.url, 'DROP TABLE IF EXISTS kept; CREATE TABLE kept AS TABLE databasechangelog')
    try {
      const { second, builds } = await askAfter('/sql', () => query(source.url, sql))
      expect(second.status).toBe(status)
      expect(builds).toBe(1)
    } finally {
      await query(source.url, 'TRUNCATE databasechangelog; INSERT INTO databasechangelog TABLE kept; DROP TABLE kept')
    }
  })

  it('between two databases is not handed out any more once one of them has another history', async () => {
    const path = '/environment?sourceTarget=default&targetTarget=other'
    const context = contexts[1]
    const { second, builds } = await askAfter(path, () => (context === undefined ? null : update(context)))
    expect(second.status).toBe(200)
    expect(second.headers['x-package-changesets']).toBe('0')
    expect(builds).toBe(1)
  })
})

describe('packages that look at more than history and files', () => {
  it('are built for every request', async () => {
    const path = '/rollback?versionTo=order:1'
    const first = await ask(path)
    expect(first.status).toBe(200)
    expect(first.text).toContain('ALTER TABLE orders DROP note')
    expect(first.headers['content-disposition']).toContain('-rollback-package-')
    await ask(path)
    expect(built).toEqual(['rollback', 'rollback'])
    expect((await ask(path, String(first.headers['etag']))).status).toBe(304)
  })
})

describe('packages between two registered databases', () => {
  it.each([
    ['sourceTarget=default&targetTarget=nobody', 404],
    ['sourceTarget=default&targetTarget=default', 422],
    ['sourceTarget=postgres://x/y&targetTarget=default', 422],
    ['sourceTarget=default', 422],
  ])('?%s: %i', async (asked, status) => {
    expect((await ask(`/environment?${asked}`)).status).toBe(status)
  })
})
