import { describe, expect, test } from 'vitest'
import { query, withFreshDatabase } from '../support/database.ts'
import { attempt, deploy, type Files, formatted, outcomes } from '../support/package.ts'

const outside = (id: string): string => `${id} runInTransaction:false`

async function indexes(url: string): Promise<string[]> {
  const rows = await query<{ found: string }>(
    url,
    "select indexrelid::regclass || ' ' || indisvalid as found from pg_index where indrelid = to_regclass('t') order by 1",
  )
  return rows.map((row) => row.found)
}

/** Runs it twice: the second time with the history taken away, as if the client had died before it was written. */
async function deployTwice(url: string, files: Files): Promise<void> {
  await deploy(url, files)
  await query(url, "delete from databasechangelog where id <> 'ground'")
  await deploy(url, files)
}

describe('a statement outside a transaction can be sent again:', () => {
  const ground = ['ground', "create table t (n int); create type e as enum ('a');"] as const

  test.each([
    ['CREATE INDEX CONCURRENTLY', 'create index concurrently i on t (n);', ['i true']],
    [
      'CREATE UNIQUE INDEX CONCURRENTLY',
      'create unique index concurrently "I x" on only public.t using btree (n);',
      ['"I x" true'],
    ],
    [
      'CREATE INDEX CONCURRENTLY IF NOT EXISTS',
      'CREATE INDEX /* c */ CONCURRENTLY if not exists i ON public."t" (n)',
      ['i true'],
    ],
    ['DROP INDEX CONCURRENTLY', 'create index i on t (n); drop index concurrently public.i;', []],
    ['DROP INDEX CONCURRENTLY IF EXISTS', 'drop index concurrently if exists public.i;', []],
    ['VACUUM', 'vacuum; vacuum (analyze) t; vacuum full public.t;', []],
    ['REINDEX CONCURRENTLY', 'reindex table concurrently t;', []],
    ['ALTER TYPE ADD VALUE', "alter type e add value 'b'; alter type e add value if not exists 'c' before 'a';", []],
  ])('%s', async (_title, sql, left) => {
    await withFreshDatabase(async (url) => {
      // Nothing but the index is guarded: the statement before DROP INDEX must bear it, too.
      await deployTwice(
        url,
        formatted(ground, [outside('a'), sql.replace('create index i', 'create index if not exists i')]),
      )
      expect(await indexes(url)).toEqual(left)
      expect(await outcomes(url)).toEqual({ ground: 'EXECUTED', a: 'EXECUTED' })
    })
  })

  test('a value that was added may be used by what comes after it', async () => {
    await withFreshDatabase(async (url) => {
      const sql = "alter type e add value 'b';\ncreate table used (v e default 'b');\ninsert into used default values;"
      await deploy(url, formatted(ground, [outside('a'), sql], ['b', "insert into used values ('b');"]))
      expect(await query(url, 'select v::text from used')).toEqual([{ v: 'b' }, { v: 'b' }])
    })
  })
})

test('an index that a failed try left INVALID is dropped and built again', async () => {
  await withFreshDatabase(async (url) => {
    await query(url, 'create schema s; create table s.t (n int); insert into s.t values (1), (1)')
    await query(url, 'create unique index concurrently "My i" on s.t (n)').catch(() => undefined)
    await query(url, 'create table t (n int); create index "My i" on t (n)')
    const files = formatted([outside('a'), 'create unique index concurrently "My i" on s.t (n);'])
    expect((await attempt(url, files)).errors[0]?.message).toContain('could not create unique index')
    expect(await outcomes(url)).toEqual({})
    await query(url, 'delete from s.t where ctid = (select min(ctid) from s.t)')
    const { notices } = await deploy(url, files)
    expect(notices.join('\n')).toContain('index My i was left invalid by an earlier try and is dropped')
    expect(await query(url, "select indisvalid from pg_index where indrelid = 's.t'::regclass")).toEqual([
      { indisvalid: true },
    ])
    expect(await indexes(url)).toEqual(['"My i" true'])
  })
})

describe('a statement outside a transaction that did not succeed', () => {
  test.each([
    ['create index concurrently i on nowhere (n);', 'relation "nowhere" does not exist'],
    ['reindex (verbose) table concurrently nowhere;', 'relation "nowhere" does not exist'],
    ['vacuum (analyze, parallel 0) nowhere;', 'relation "nowhere" does not exist'],
    ['vacuum nowhere;', 'relation "nowhere" does not exist'],
    ['drop index concurrently t;', '"t" is not an index'],
  ])(
    'leaves its changeset unrecorded in a client that goes on, and nothing after it runs: %s',
    async (sql, message) => {
      await withFreshDatabase(async (url) => {
        const files = formatted(
          ['ground', 'create table t (n int);'],
          [outside('a'), sql],
          ['b', 'create table b (n int);'],
        )
        const { errors } = await attempt(url, files)
        expect(errors.map((error) => error.message)).toEqual([
          expect.stringContaining(message),
          expect.stringContaining('the statement before this did not succeed'),
          expect.stringContaining('changesets 1 to 1 of 3 are done, number 2 failed, 1 were not tried'),
        ])
        expect(await outcomes(url)).toEqual({ ground: 'EXECUTED' })
        expect(await query(url, "select to_regclass('b') as b")).toEqual([{ b: null }])
      })
    },
  )

  test('keeps the next one of its changeset from running', async () => {
    await withFreshDatabase(async (url) => {
      const sql = 'create index concurrently i on nowhere (n); create index concurrently j on t (n);'
      const { errors } = await attempt(url, formatted(['ground', 'create table t (n int);'], [outside('a'), sql]))
      expect(errors[1]?.message).toContain('the statement before this did not succeed')
      expect(await indexes(url)).toEqual([])
      expect(await outcomes(url)).toEqual({ ground: 'EXECUTED' })
    })
  })

  test('keeps every later one of its kind from running', async () => {
    await withFreshDatabase(async (url) => {
      const files = formatted(
        ['ground', 'create table t (n int);'],
        ['broken', 'select 1 / 0;'],
        [outside('a'), 'create index concurrently i on t (n);'],
        [outside('b'), 'drop index concurrently if exists other;'],
      )
      const { errors } = await attempt(url, files)
      expect(errors[0]?.message).toBe('division by zero')
      expect(errors.filter((error) => error.code === '25006')).toHaveLength(2)
      expect(await indexes(url)).toEqual([])
      expect(await outcomes(url)).toEqual({ ground: 'EXECUTED' })
    })
  })
})

test('statements around one outside are recorded together, and go on where they stopped', async () => {
  await withFreshDatabase(async (url) => {
    const text = (last: string): string => `create table if not exists t (n int);
create index concurrently i on t (n);
insert into t values (1);
${last}`
    const { errors } = await attempt(url, formatted([outside('a'), text('select 1 / 0;')]))
    expect(errors[0]?.message).toBe('division by zero')
    expect(await query(url, 'select * from t')).toEqual([])
    await deploy(url, formatted([outside('a'), text('')]))
    expect([await query(url, 'select * from t'), await outcomes(url)]).toEqual([[{ n: 1 }], { a: 'EXECUTED' }])
  })
})
