import { describe, expect, test } from 'vitest'
import { DvmError } from '../../src/errors/dvm-error.ts'
import { formatPlace } from '../../src/model/place.ts'
import { xml } from '../parse/tree.ts'
import { buildFrom, type Files, formatted, type Wishes } from '../support/package.ts'

/** `place code message` of everything a build complains of. */
async function refusals(files: Files, wishes: Wishes['package'] = {}): Promise<string[]> {
  try {
    await buildFrom(files, { package: wishes })
  } catch (error) {
    if (!(error instanceof DvmError)) throw error
    return error.complaints.map(
      ({ code, message, place }) => `${place === null ? '-' : formatPlace(place)} ${code} ${message}`,
    )
  }
  return []
}

const outside = (sql: string): Files => formatted(['a runInTransaction:false', sql])

describe('a statement that no package can hold is refused with its place', () => {
  test.each([
    ['rollback;', 'ROLLBACK', 'undo the changeset'],
    ['abort;', 'ABORT', 'undo the changeset'],
    ['savepoint s;', 'SAVEPOINT', 'savepoints'],
    ['release savepoint s;', 'RELEASE', 'savepoints'],
    ['commit and chain;', 'COMMIT AND CHAIN', 'one transaction'],
    ["prepare transaction 'x';", 'PREPARE TRANSACTION', 'outlives'],
    ['copy t from stdin;', 'FROM STDIN', 'comes from the client'],
    ['discard all;', 'DISCARD ALL', 'forget where the package stands'],
    ["set client_encoding = 'LATIN1';", 'SET', 'read as'],
    ['set session client_encoding to win1252;', 'SET', 'read as'],
    ["set names 'latin1';", 'SET NAMES', 'read as'],
  ])('%s', async (sql, statement, reason) => {
    const [complaint] = await refusals(formatted(['a', `select 1;\n${sql}`]))
    expect(complaint).toMatch(/^root\.sql:5:1 SQL_NOT_PACKAGEABLE /)
    expect(complaint).toContain(statement)
    expect(complaint).toContain(reason)
  })

  test.each([
    'vacuum;',
    'create index concurrently i on t (n);',
    'create database d;',
    'alter system set work_mem = 1;',
  ])('%s inside a transaction', async (sql) => {
    expect(await refusals(formatted(['a', sql]))).toEqual([
      expect.stringMatching(/^root\.sql:4:1 SQL_NOT_PACKAGEABLE .*runInTransaction:false/),
    ])
  })

  test('all of them at once, in every file', async () => {
    const files: Files = {
      'root.xml': xml('<include file="a.sql"/><changeSet id="x" author="me"><sql>savepoint s</sql></changeSet>'),
      'a.sql': '--liquibase formatted sql\n--changeset me:a\nrollback;\ndiscard all;\n',
    }
    expect((await refusals(files)).map((one) => one.split(' ')[0])).toEqual(['a.sql:3:1', 'a.sql:4:1', 'root.xml:2:59'])
  })
})

describe('a statement outside a transaction is refused', () => {
  test.each([
    ['create database d;', 'cannot be made safe to run again'],
    ['create tablespace s location $$/tmp$$;', 'cannot be made safe'],
    ['create index concurrently on t (n);', 'cannot be made safe'],
    ["create subscription s connection '' publication p;", 'cannot be made safe'],
    ['alter table t detach partition p concurrently;', 'cannot be made safe'],
    ['alter system set work_mem = 64;', 'cannot be made safe'],
    ['alter database d set tablespace s;', 'cannot be made safe'],
    ['create index concurrently i on t ((a[1:n]));', 'backslash or colon'],
    ["vacuum t\\'x';", 'backslash or colon'],
  ])('that cannot be guarded: %s', async (sql, reason) => {
    expect(await refusals(outside(sql))).toEqual([
      expect.stringMatching(new RegExp(`^root\\.sql:4:1 SQL_NOT_PACKAGEABLE .*${reason}`)),
    ])
  })

  test('that a precondition is to guard', async () => {
    const guard = '--preconditions onFail:MARK_RAN\n--precondition-sql-check expectedResult:1 select 0\n'
    expect(await refusals(outside(`${guard}vacuum t;`))).toEqual([expect.stringContaining('use --client psql')])
  })

  test.each([
    'drop index i;',
    'drop index concurrently "i";',
    'drop index if exists public.I;',
    'alter index i rename to j;',
    'create index i on t (other);',
  ])('that a later one would undo, so that a second run repeats both: %s', async (later) => {
    const files = formatted(
      ['a runInTransaction:false', 'create index concurrently i on t (n);'],
      ['b runInTransaction:false', later],
    )
    expect(await refusals(files)).toEqual([
      expect.stringMatching(
        /^root\.sql:4:1 SQL_NOT_PACKAGEABLE .*CONCURRENTLY of i .*\(root\.sql:7\).*--allow unguarded-statement/,
      ),
    ])
    expect(await refusals(files, { allow: ['unguarded-statement'] })).toEqual([])
    expect(await refusals(files, { client: 'psql' })).toEqual([])
  })

  test('but not for a later statement about something whose name only resembles it', async () => {
    const later = "drop index i2; drop index x_i; create table it (i_i int); insert into t values ('i');"
    expect(
      await refusals(formatted(['a runInTransaction:false', 'create index concurrently i on t (n);'], ['b', later])),
    ).toEqual([])
  })

  test.each([{ client: 'psql' as const }, { allow: ['unguarded-statement'] }])(
    'unless told otherwise: %j',
    async (wishes) => {
      expect(await refusals(outside('create database d;'), wishes)).toEqual([])
    },
  )
})

describe('--transaction single is refused', () => {
  test.each([
    ['a runInTransaction:false', 'select 1;', 'has runInTransaction="false"'],
    ['a', "alter type e add value 'x';", 'adds an enum value'],
    ['a', 'create temp table t (n int) on commit drop;', 'uses on commit drop, which would last beyond it'],
  ])('for %s with %s', async (header, sql, reason) => {
    const files = formatted(['first', 'select 1;'], [header, sql])
    expect(await refusals(files, { transaction: 'single' })).toEqual([
      expect.stringMatching(new RegExp(`^root\\.sql:6:1 TRANSACTION_SINGLE_REFUSED .*root\\.sql::a::me ${reason}`)),
    ])
  })

  test('for every reason at once', async () => {
    const files = formatted(
      ['a runInTransaction:false', 'select 1;'],
      ['b', "alter type e add value 'x'; create temp table t (n int) on commit delete rows;"],
    )
    expect(await refusals(files, { transaction: 'single' })).toHaveLength(3)
  })
})

test('--transaction single warns where it makes more objects than the lock table may hold', async () => {
  const many = (n: number): Files => formatted(['a', 'create table t ();\n'.repeat(n)])
  const codes = async (n: number): Promise<string[]> =>
    (await buildFrom(many(n), { package: { transaction: 'single' } })).manifest.warnings.map((one) => one.code)
  expect(await codes(6400)).toEqual([])
  expect(await codes(6401)).toEqual(['LOCK_TABLE'])
})

test('brackets of its own transaction are taken out of a changeset, which its header and a warning tell', async () => {
  const { text, manifest } = await buildFrom(
    formatted(['a', 'begin;\nselect 1;\nend transaction;\nstart transaction;\ncommit work;']),
  )
  expect(manifest.warnings.map((one) => `${one.code} ${one.place?.line}`)).toEqual(
    [4, 6, 7, 8].map((line) => `TRANSACTION_BRACKET_REMOVED ${line}`),
  )
  expect(text.match(/^-- NOTE .*taken out of changeset root\.sql::a::me/gm)).toHaveLength(4)
})
