import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { makeTree } from '../parse/tree.ts'
import { type FreshDatabase, freshDatabase, query } from '../support/database.ts'
import { writeFiles } from '../support/write-files.ts'
import { runHere } from './compared.ts'

const ROOT = `--liquibase formatted sql
--changeset anna:1
create table orders (id int primary key, status varchar(10) check (status in ('a', 'b')));
--changeset anna:2
create view taken as select * from orders where status in ('a', 'b');
--changeset anna:3 runInTransaction:false
create index concurrently orders_status on orders (status);
--changeset anna:4
grant select on orders to public;
`
const role = `dvm_plain_${randomBytes(4).toString('hex')}`
let fresh: FreshDatabase
let folder: string

beforeAll(async () => {
  fresh = await freshDatabase()
  folder = writeFiles({ 'root.sql': ROOT })
  const done = await runHere(['update', ...where(fresh.url)], folder)
  expect(done).toMatchObject({ code: 0, stderr: '' })
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await fresh.drop()
  await query(inject('pgUrl'), `DROP ROLE IF EXISTS ${role}`)
})

function where(url: string): string[] {
  return ['--changelog', 'root.sql', '--database-url', url]
}

function drift(...args: string[]) {
  return runHere(['drift', ...where(fresh.url), ...args], folder, FILES)
}

const FILES = {
  ignored: '# by hand, on purpose\n\ntable:public.byhand\nindex:*_status\n',
  'before.sql': 'CREATE TABLE byhand (a integer)',
  'vacuum.sql': 'CREATE TEMPORARY TABLE gone (a integer); VACUUM gone;',
}

async function changedByHand<T>(sql: string, undo: string, use: () => Promise<T>): Promise<T> {
  await query(fresh.url, sql)
  try {
    return await use()
  } finally {
    await query(fresh.url, undo)
  }
}

describe('dvm drift', () => {
  test('ends with 0 where the database is what its changesets make, and changes nothing there', async () => {
    const { code, stdout, stderr } = await drift()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('4 changesets run again')
    expect(stdout).toMatch(/the database is what its changesets make\nfingerprint [0-9a-f]{64}\n$/)
  })

  test('ends with 3 and tells what no changeset made, what is lacking, and what was changed', async () => {
    const sql = `CREATE TABLE byhand (a integer, b text); DROP INDEX orders_status; ALTER TABLE orders ALTER status SET DEFAULT 'a'`
    const undo = `DROP TABLE byhand; CREATE INDEX orders_status ON orders (status); ALTER TABLE orders ALTER status DROP DEFAULT`
    await changedByHand(sql, undo, async () => {
      const { code, stdout, stderr, written } = await drift('--report', 'drift.html', '--report', 'drift.json')
      expect(code).toBe(3)
      expect(stderr).toContain('[DRIFT_FOUND]')
      expect(stdout.split('\n').slice(2, -2)).toEqual([
        'made by no changeset: table public.byhand',
        'changed column public.orders.status',
        '  default',
        `    + 'a'::character varying`,
        'lacking index public.orders_status of table public.orders',
      ])
      expect(written['drift.html']).toContain('made by no changeset</b> table <code>public.byhand</code>')
      expect(JSON.parse(written['drift.json'] ?? '').differences).toMatchObject([
        {
          kind: 'table',
          name: 'public.byhand',
          state: 'extra',
          facts: [{ fact: 'columns', right: 'a integer\nb text' }],
        },
        {
          kind: 'column',
          name: 'public.orders.status',
          state: 'changed',
          of: { kind: 'table', name: 'public.orders' },
        },
        { kind: 'index', name: 'public.orders_status', state: 'missing' },
      ])
    })
  })

  test('leaves out what patterns name, from flags and a file, and tells those that name nothing', async () => {
    const sql = 'CREATE TABLE byhand (a integer); DROP INDEX orders_status; ALTER TABLE orders ADD extra text'
    const undo = 'DROP TABLE byhand; CREATE INDEX orders_status ON orders (status); ALTER TABLE orders DROP extra'
    await changedByHand(sql, undo, async () => {
      const args = ['--ignore-file', 'ignored', '--ignore', 'column:public.orders.extra', '--ignore', 'public.nothing']
      const { code, stdout } = await drift(...args)
      expect(code).toBe(0)
      expect(stdout).toContain('3 objects left out by patterns\npattern public.nothing left out nothing\n')
      expect((await drift('--ignore', 'table:public.orders')).stdout).toContain('1 object: not what')
    })
  })

  test('what was there before the first changeset can be given as SQL', async () => {
    await changedByHand('CREATE TABLE byhand (a integer)', 'DROP TABLE byhand', async () => {
      expect((await drift('--prepare', 'before.sql')).code).toBe(0)
    })
    // What cannot run in a transaction can be among it.
    expect(await drift('--prepare', 'vacuum.sql')).toMatchObject({ code: 0, stderr: '' })
  })

  test('a role that may not create databases uses a private server, with the same roles, grants and fingerprint', async () => {
    await query(inject('pgUrl'), `CREATE ROLE ${role} LOGIN PASSWORD 'pw'`)
    await query(fresh.url, `GRANT SELECT ON databasechangelog, databasechangeloglock TO ${role}`)
    const url = new URL(fresh.url)
    Object.assign(url, { username: role, password: 'pw' })
    const args = ['drift', '--changelog', 'root.sql', '--database-url', url.href, '--format', 'json']
    const { code, stdout, stderr } = await runHere(args, folder)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const report = JSON.parse(stdout)
    expect(report).toMatchObject({ drifted: false, scratchServer: 'the embedded PostgreSQL', changesets: 4 })
    expect(report.fingerprint).toBe(report.database.fingerprint)
    const refused = await runHere([...args, '--scratch-url', url.href], folder)
    expect(refused.code).toBe(1)
    expect(JSON.parse(refused.stderr).error.code).toBe('SCRATCH_REFUSED')
    expect(refused.stderr).not.toContain(':pw@')
  })

  test('a changeset that was edited is refused, and one that needs what nobody made is named', async () => {
    const edited = makeTree({ 'root.sql': ROOT.replace('create view taken', 'create view given') })
    const answer = await runHere(['drift', ...where(fresh.url)], edited)
    expect(answer).toMatchObject({ code: 3, stderr: expect.stringContaining('[CHECKSUM_DRIFT]') })
    const needs = makeTree({ 'root.sql': `${ROOT}--changeset anna:5\ncreate table t as select * from lookup;\n` })
    const undo = `DROP TABLE lookup, t; DELETE FROM databasechangelog WHERE id = '5'`
    await changedByHand('CREATE TABLE lookup (a integer)', undo, async () => {
      expect((await runHere(['update', ...where(fresh.url)], needs)).code).toBe(0)
      const failed = await runHere(['drift', ...where(fresh.url)], needs)
      expect(failed.code).toBe(3)
      expect(failed.stderr).toMatch(/root\.sql:11:1: what ran cannot be run again .*lookup.* \[REBUILD_FAILED\]/)
    })
  })

  test.each([
    [['--ignore', 'tabel:x'], 'SETTING_INVALID'],
    [['--report', 'drift.pdf'], 'SETTING_INVALID'],
    [['--schemas', ','], 'SETTING_INVALID'],
    [['--schemas', 'publik'], 'SETTING_INVALID'],
    [['--scratch-url', 'mysql://db'], 'SETTING_INVALID'],
  ])('wrong usage ends with 2: %s', async (args, code) => {
    const answer = await drift(...args, '--format', 'json')
    expect(answer.code).toBe(2)
    expect(JSON.parse(answer.stderr).error.code).toBe(code)
  })
})
