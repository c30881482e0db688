import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compose } from '../../src/compose.ts'
import type { ApplyReport, Progress } from '../../src/model/report.ts'
import { applyPackage } from '../../src/task/apply-package.ts'
import { update } from '../../src/task/update.ts'
import { makeTree } from '../parse/tree.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import {
  buildFrom,
  deploy,
  type Files,
  formatted,
  outcomes,
  settingsIn,
  tablesOf,
  type Wishes,
  withContext,
} from '../support/package.ts'

async function applyFile(url: string, file: string, told: Progress[] = [], request = {}): Promise<ApplyReport> {
  const context = await compose(settingsIn('/', {}, { url, changelog: null }))
  try {
    return await applyPackage(context, file, { onProgress: (progress) => told.push(progress), ...request })
  } finally {
    await context.database?.close()
  }
}

async function apply(url: string, files: Files, wishes: Wishes = {}): Promise<ApplyReport> {
  return applyFile(url, (await buildFrom(files, wishes)).file)
}

const rows = (report: ApplyReport): string[] => report.rows.map((row) => `${row.key.id} ${row.outcome}`)

const mark = '--preconditions onFail:MARK_RAN onError:HALT\n--precondition-sql-check expectedResult:1 select 0\n'
const skip = mark.replace('MARK_RAN', 'CONTINUE')
const mixed = formatted(
  ['there', 'create table there (id int);'],
  ['applied', 'create table applied (id int);'],
  ['marked', `${mark}select 1;`],
  ['continued', `${skip}select 1;`],
  ['may-fail failOnError:false', 'select 1 / 0;'],
  ['always runAlways:true', 'select 1;'],
  ['fails', "select 'fine';\nselect no_such_column;"],
  ['never', 'create table never (id int);'],
  ['nor', 'select 1;'],
)

test('every changeset is accounted for, with what PostgreSQL said and where', async () => {
  await withFreshDatabase(async (url) => {
    await deploy(url, formatted(['there', 'create table there (id int);'], ['always runAlways:true', 'select 1;']))
    const told: Progress[] = []
    const report = await applyFile(url, (await buildFrom(mixed)).file, told)
    expect(rows(report)).toEqual([
      'there skipped',
      'applied applied',
      'marked marked-ran',
      'continued not-recorded',
      'may-fail not-recorded',
      'always applied',
      'fails failed',
      'never never-tried',
      'nor never-tried',
    ])
    expect(report).toMatchObject({ ok: false, counts: { applied: 2, skipped: 1, failed: 1, 'never-tried': 2 } })
    expect(report.failure).toMatchObject({
      code: 'APPLY_FAILED',
      message: expect.stringContaining('root.sql::fails::me failed'),
    })
    const failed = report.rows[6]
    expect(failed).toMatchObject({
      message: 'column "no_such_column" does not exist',
      place: { file: 'root.sql', line: 27 },
    })
    expect(report.rows[2]?.message).toContain('marked as ran')
    expect(report.rows[4]?.message).toContain('division by zero')
    expect(report.rows[7]).toMatchObject({ milliseconds: 0, message: null, place: null })
    expect(told.map((one) => `${one.done}/${one.total} ${one.current}`)).toContain('6/9 root.sql::fails::me')
    expect(await outcomes(url)).toEqual({ there: 'EXECUTED', applied: 'EXECUTED', marked: 'MARK_RAN', always: 'RERAN' })
    const locks =
      "select count(*)::int as n from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"
    expect(await query(url, locks)).toEqual([{ n: 0 }])
  })
})

test('mended, it goes on where it stopped', async () => {
  await withFreshDatabase(async (url) => {
    await apply(url, mixed)
    const mended = { 'root.sql': String(mixed['root.sql']).replace('select no_such_column;', 'select 2;') }
    const report = await apply(url, mended)
    expect(report).toMatchObject({ ok: true, failure: null, counts: { applied: 4, skipped: 3, 'not-recorded': 2 } })
    expect(await tablesOf(url)).toEqual(['applied', 'never', 'there'])
  })
})

test('in a single transaction nothing counts as applied where one failed', async () => {
  await withFreshDatabase(async (url) => {
    const report = await apply(url, mixed, { package: { transaction: 'single' } })
    expect(report.ok).toBe(false)
    expect(report.counts).toMatchObject({ applied: 0, 'marked-ran': 0, undone: 4, 'not-recorded': 2, failed: 1 })
    expect(await tablesOf(url)).toEqual([])
    expect(await query(url, "select to_regclass('databasechangelog') as there")).toEqual([{ there: null }])
  })
})

test('a target that is refused tells why, and every changeset as never tried', async () => {
  await withFreshDatabase(async (url) => {
    const report = await apply(url, mixed, { package: { minServerVersion: 990000 } })
    expect(report).toMatchObject({
      ok: false,
      failure: { code: 'APPLY_REFUSED', message: expect.stringContaining('needs PostgreSQL 99') },
      counts: { 'never-tried': 9 },
    })
    expect(report.failure?.hint).toContain('--min-server-version')
    expect(await tablesOf(url)).toEqual([])
  })
})

test('a connection that is lost tells at which changeset, and leaves nothing half done', async () => {
  await withFreshDatabase(async (url) => {
    const files = formatted(
      ['a', 'create table a (id int);'],
      ['b', 'create table b (id int);\nselect pg_terminate_backend(pg_backend_pid());'],
      ['c', 'create table c (id int);'],
    )
    const report = await apply(url, files)
    expect(rows(report)).toEqual(['a applied', 'b failed', 'c never-tried'])
    expect(report.failure?.code).toBe('APPLY_FAILED')
    expect(report.rows[1]?.message).toMatch(/terminating connection|Connection terminated/)
    expect([await tablesOf(url), await outcomes(url)]).toEqual([['a'], { a: 'EXECUTED' }])
  })
})

test('a history that is meddled with is found at the end', async () => {
  await withFreshDatabase(async (url) => {
    const report = await apply(url, formatted(['a', 'select 1;'], ['b', 'delete from databasechangelog;']))
    expect(report).toMatchObject({ ok: false, failure: { code: 'APPLY_FAILED' }, counts: { applied: 2 } })
    expect(report.failure?.message).toContain('the history does not hold what this package recorded')
  })
})

describe('what only psql can guard is asked about before it is sent', () => {
  const there = '--preconditions onFail:MARK_RAN\n--precondition-sql-check expectedResult:1 select 0\n'
  const index = (name: string) => `create index concurrently ${name} on a (id);`
  const files = formatted(
    ['a', 'create table a (id int);'],
    ['b runInTransaction:false', index('b')],
    ['c runInTransaction:false', there + index('c')],
    ['d runInTransaction:false', 'vacuum;'],
  )
  const indexes = async (url: string) =>
    (await query<{ indexname: string }>(url, `SELECT indexname FROM pg_indexes WHERE tablename = 'a'`)).map(
      (row) => row.indexname,
    )

  test('in a package for psql, also when it runs again', async () => {
    await withFreshDatabase(async (url) => {
      const { file } = await buildFrom(files, { package: { client: 'psql' } })
      expect(rows(await applyFile(url, file))).toEqual(['a applied', 'b applied', 'c marked-ran', 'd applied'])
      expect(rows(await applyFile(url, file))).toEqual(['a skipped', 'b skipped', 'c skipped', 'd skipped'])
      expect(await indexes(url)).toEqual(['b'])
    })
  })

  test('in a run that fails there: nothing after it is tried', async () => {
    await withFreshDatabase(async (url) => {
      const broken = formatted(
        ['a', 'create table a (id int);'],
        ['b runInTransaction:false', 'create index concurrently b on nowhere (id);'],
        ['c', 'create table c ();'],
      )
      const { file } = await buildFrom(broken, { package: { client: 'psql' } })
      expect(rows(await applyFile(url, file))).toEqual(['a applied', 'b failed', 'c never-tried'])
      expect(await tablesOf(url)).not.toContain('c')
    })
  })
})

describe('what is no whole package of ours is refused before anything is sent', () => {
  const cut = (to: (text: string) => number) => (text: string) => text.slice(0, to(text))

  test.each([
    ['an empty file', () => '', 'it is empty'],
    ['other SQL', () => 'create table a (id int);', 'its header is missing'],
    ['a file cut in a block', cut((text) => text.indexOf('create table b')), 'it breaks off before its end'],
    ['a file cut between changesets', cut((text) => text.lastIndexOf('-- === FILE')), 'it breaks off'],
    ['a file cut in its footer', cut((text) => text.indexOf('-- === END') + 20), 'it breaks off'],
    [
      'a file cut in its last statement',
      (text: string) => text.slice(0, -9),
      'its last line, the SHA-256 of all others, is missing',
    ],
  ])('%s', async (_title, change, reason) => {
    await withFreshDatabase(async (url) => {
      const { text } = await buildFrom(formatted(['a', 'create table a (id int);'], ['b', 'create table b (id int);']))
      const file = join(makeTree({}), 'package.sql')
      writeFileSync(file, change(text))
      await expect(applyFile(url, file)).rejects.toMatchObject({
        code: 'PACKAGE_INVALID',
        message: expect.stringContaining(reason),
      })
      expect(await tablesOf(url)).toEqual([])
    })
  })

  test('a file that is not there', async () => {
    await withFreshDatabase(async (url) => {
      await expect(applyFile(url, '/no/such/package.sql')).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' })
    })
  })
})

const altered = { allowAltered: true }

test.each([
  ['a banner', (text: string) => text.replace('"n":2', '"n":"2"'), 'a changeset line was changed'],
  ['a banner past reading', (text: string) => text.replace('{"n":2', '{n:2'), 'a changeset line was changed'],
  [
    'a dollar quote',
    (text: string) => text.replace('create table b', '$dvm$ create table b'),
    'it breaks off inside a dollar quote',
  ],
])('a package in which %s was changed stops there, and tells what ran before', async (_title, change, reason) => {
  await withFreshDatabase(async (url) => {
    const { file, text } = await buildFrom(
      formatted(['a', 'create table a (id int);'], ['b', 'create table b (id int);']),
    )
    writeFileSync(file, change(text))
    const report = await applyFile(url, file, [], altered)
    expect(report.ok).toBe(false)
    expect(report.failure?.message).toContain(reason)
    expect(rows(report)[0]).toBe('a applied')
    expect([await tablesOf(url), await outcomes(url)]).toEqual([['a'], { a: 'EXECUTED' }])
  })
})

test('a package with one byte changed is refused before anything is sent, unless that is allowed', async () => {
  await withFreshDatabase(async (url) => {
    const { file, text } = await buildFrom(formatted(['a', "create table a (t text default 'x');"]))
    writeFileSync(file, text.replace("'x'", "'y'"))
    await expect(applyFile(url, file)).rejects.toMatchObject({ code: 'PACKAGE_ALTERED', exitCode: 3 })
    expect(await tablesOf(url)).toEqual([])
    expect(await applyFile(url, file, [], altered)).toMatchObject({ ok: true, counts: { applied: 1 } })
  })
})

test('a package that went through a Windows editor still runs where that is allowed', async () => {
  await withFreshDatabase(async (url) => {
    const { file, text } = await buildFrom(formatted(['a', "create table a (t text default 'x');"], ['b', 'select 1;']))
    writeFileSync(file, `\uFEFF${text.replaceAll('\n', '\r\n')}`)
    expect(readFileSync(file, 'utf8')).toContain('\r\n')
    await expect(applyFile(url, file)).rejects.toMatchObject({ code: 'PACKAGE_ALTERED' })
    expect(await applyFile(url, file, [], altered)).toMatchObject({ ok: true, counts: { applied: 2 } })
  })
})

test('update builds what is pending and applies it, and again finds nothing', async () => {
  await withFreshDatabase(async (url) => {
    const files = formatted(['a', 'create table a (id int);'], ['b', 'create table b (id int);'])
    await deploy(url, formatted(['a', 'create table a (id int);']))
    const run = (): Promise<ApplyReport> => withContext(files, { url }, (context) => update(context))
    expect(await run()).toMatchObject({ ok: true, package: 'pending changesets', counts: { applied: 1, skipped: 0 } })
    expect(await run()).toMatchObject({ ok: true, rows: [], counts: { applied: 0 } })
    expect(await outcomes(url)).toEqual({ a: 'EXECUTED', b: 'EXECUTED' })
  })
})
