import { describe, expect, test } from 'vitest'
import type { Progress, SyncReport } from '../../src/model/report.ts'
import { type SyncRequest, syncChangelog } from '../../src/task/sync-changelog.ts'
import { xml } from '../parse/tree.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { deploy, type Files, formatted, outcomes, type Wishes, withContext } from '../support/package.ts'

const files = formatted(['a', 'create table a (i int);'], ['b', 'create table b (i int);'], ['c', 'select 1;'])

function sync(url: string, given: Files, request: Partial<SyncRequest> = {}, wishes: Wishes = {}): Promise<SyncReport> {
  return withContext(given, { url, ...wishes }, (context) => syncChangelog(context, { reach: 'all', ...request }))
}

async function expectUntouched(url: string): Promise<void> {
  expect(await query(url, "select relname from pg_class where relnamespace = 'public'::regnamespace")).toEqual([])
}

test('a dry run says what it would record, on the same path, and leaves not even a table', async () => {
  await withFreshDatabase(async (url) => {
    const tried = await sync(url, files, { dryRun: true })
    expect(tried).toMatchObject({ dryRun: true, table: 'public.databasechangelog' })
    expect(tried.rows.map((row) => row.key.id)).toEqual(['a', 'b', 'c'])
    await expectUntouched(url)
    expect((await sync(url, files)).rows).toEqual(tried.rows)
  })
})

test('thousands are recorded in their order, and progress is told', async () => {
  await withFreshDatabase(async (url) => {
    const many = formatted(...Array.from({ length: 2500 }, (_, n): [string, string] => [`n${n}`, `select ${n};`]))
    const told: Progress[] = []
    await sync(url, many, { onProgress: (progress) => told.push(progress) })
    const wrong = await query(url, "select id from databasechangelog where id <> 'n' || orderexecuted - 1")
    expect(wrong).toEqual([])
    expect(await query(url, 'select count(*)::int as n from databasechangelog')).toEqual([{ n: 2500 }])
    expect(told.map((one) => `${one.phase} ${one.done}/${one.total}`)).toContain('record 2000/2500')
  })
})

describe('nothing is written', () => {
  test('where an edited changeset ran, unless that is allowed', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, formatted(['a', 'create table a (i int);']))
      const edited = formatted(['a', 'create table a (i bigint);'], ['b', 'select 1;'])
      await expect(sync(url, edited)).rejects.toMatchObject({ code: 'CHECKSUM_DRIFT', exitCode: 3 })
      expect(await outcomes(url)).toEqual({ a: 'EXECUTED' })
      const report = await sync(url, edited, {}, { package: { allow: ['drift'] } })
      expect(report.notes).toEqual([expect.stringContaining('--allow drift: edited after it ran')])
      expect(await outcomes(url)).toEqual({ a: 'EXECUTED', b: 'EXECUTED' })
    })
  })

  test('where no changeset carries the tag, unless that is allowed', async () => {
    await withFreshDatabase(async (url) => {
      const wishes: Wishes = { upTo: { kind: 'tag', tag: 'v9' } }
      await expect(sync(url, files, {}, wishes)).rejects.toMatchObject({
        code: 'TAG_NOT_FOUND',
        message: expect.stringContaining('carries tag "v9"'),
      })
      await expectUntouched(url)
      const report = await sync(url, files, {}, { ...wishes, package: { allow: ['unknown-tag'] } })
      expect(report.rows).toHaveLength(3)
    })
  })

  test('where the entry that has the tag answers to no changeset, which is told', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, formatted(['gone', 'select 1;']))
      await query(url, "update databasechangelog set tag = 'V9'")
      await expect(sync(url, files, {}, { upTo: { kind: 'tag', tag: 'v9' } })).rejects.toThrow(
        /in the history root\.sql::gone::me has it, which is not among them/,
      )
    })
  })

  test('where a precondition of the changelog does not hold', async () => {
    await withFreshDatabase(async (url) => {
      const check = (onFail: string): Files => ({
        'root.xml':
          xml(`<preConditions onFail="${onFail}" onFailMessage="not here"><runningAs username="nobody"/></preConditions>
          <changeSet id="a" author="me"><sql>select 1</sql></changeSet>`),
      })
      await expect(sync(url, check('HALT'))).rejects.toMatchObject({
        code: 'PRECONDITION_FAILED',
        message: expect.stringMatching(/precondition of changelog root\.xml failed: not here/),
      })
      await expectUntouched(url)
      expect((await sync(url, check('WARN'))).rows).toHaveLength(1)
    })
  })

  test('where one row of many cannot be', async () => {
    await withFreshDatabase(async (url) => {
      const long = formatted(['a', 'select 1;'], ['x'.repeat(256), 'select 2;'])
      await expect(sync(url, long)).rejects.toMatchObject({ code: 'DATABASE_QUERY_FAILED' })
      await expectUntouched(url)
    })
  })

  test('where the schema of the history is missing', async () => {
    await withFreshDatabase(async (url) => {
      const tables = { schema: 'nowhere', changelog: 'databasechangelog', lock: 'databasechangeloglock' }
      await expect(sync(url, files, {}, { tables })).rejects.toThrow(/the database has no schema nowhere/)
    })
  })
})

describe('at the same time', () => {
  test('several runs record every changeset once', async () => {
    await withFreshDatabase(async (url) => {
      const reports = await Promise.all([1, 2, 3].map(() => sync(url, files, {}, { package: { lockWait: 60 } })))
      expect(reports.map((report) => report.rows.length).sort()).toEqual([0, 0, 3])
      const rows = await query(url, 'select id, orderexecuted as n from databasechangelog order by n')
      expect(rows).toEqual(['a', 'b', 'c'].map((id, at) => ({ id, n: at + 1 })))
    })
  })

  test('several marks take one changeset each', async () => {
    await withFreshDatabase(async (url) => {
      const next = { reach: 'next' } as const
      const reports = await Promise.all([1, 2].map(() => sync(url, files, next, { package: { lockWait: 60 } })))
      expect(reports.flatMap((report) => report.rows.map((row) => row.key.id)).sort()).toEqual(['a', 'b'])
    })
  })
})

test('a connection that dies leaves no row and no lock', async () => {
  await withFreshDatabase(async (url) => {
    await deploy(url, formatted(['z', 'select 1;']))
    await query(
      url,
      `create function die() returns trigger language plpgsql as
         $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;
       create trigger die before insert on databasechangelog for each row when (new.id = 'c') execute function die()`,
    )
    await expect(sync(url, files)).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' })
    expect(await outcomes(url)).toEqual({ z: 'EXECUTED' })
    await query(url, 'drop function die cascade')
    expect((await sync(url, files)).rows).toHaveLength(3)
  })
})
