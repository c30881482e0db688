import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase, query } from '../support/database.ts'
import { writeFiles } from '../support/write-files.ts'
import { runHere } from './compared.ts'

const sets = (...ids: number[]): string =>
  `--liquibase formatted sql\n${ids.map((id) => `--changeset anna:${id}\ncreate table t${id} (a int);\n`).join('')}`
let source: FreshDatabase
let target: FreshDatabase
let folder: string

beforeAll(async () => {
  source = await freshDatabase()
  target = await freshDatabase()
  folder = writeFiles({ 'root.sql': sets(1, 2, 3) })
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await source.drop()
  await target.drop()
})

async function update(url: string, ...args: string[]): Promise<void> {
  const answer = await runHere(['update', '--changelog', 'root.sql', '--database-url', url, ...args], folder)
  expect(answer).toMatchObject({ code: 0 })
}

function compare(...args: string[]) {
  return runHere(['compare', '--source', source.url, '--target', target.url, ...args], folder)
}

async function planOf(...args: string[]) {
  const { code, stdout } = await compare('--format', 'json', ...args)
  const { plan, history, differences } = JSON.parse(stdout)
  return { code, verdict: plan.verdict, command: plan.command, history: history.length, objects: differences.length }
}

const bare = (url: string): string => url.replace(/:[^:@/]*@/, '@')

describe('dvm compare', () => {
  test('two databases without a history are compared by their objects', async () => {
    expect(await planOf()).toEqual({ code: 0, verdict: 'equal', command: null, history: 0, objects: 0 })
    await query(source.url, 'CREATE TABLE x ()')
    expect(await planOf()).toMatchObject({ code: 3, verdict: 'no-history', objects: 1 })
    await query(source.url, 'DROP TABLE x')
  })

  test('leads from a target that lacks changesets to the source, and back, and says when both are equal', async () => {
    await update(source.url)
    await update(target.url, '--count', '1')
    const ends = `--from-database ${bare(target.url)} --to-database ${bare(source.url)}`
    expect(await planOf()).toEqual({
      code: 3,
      verdict: 'package',
      command: `dvm package sql --changelog FILE ${ends}`,
      history: 2,
      objects: 2,
    })
    const back = await runHere(['compare', '--source', target.url, '--target', source.url, '--format', 'json'], folder)
    expect(JSON.parse(back.stdout).plan).toMatchObject({
      verdict: 'rollback',
      command: `dvm package rollback --changelog FILE --database-url ${bare(source.url)} --to order:1`,
    })
    await update(target.url)
    expect(await planOf()).toEqual({ code: 0, verdict: 'equal', command: null, history: 0, objects: 0 })
  })

  test('tells objects that were changed by hand, in text, HTML and JSON, and shows no password', async () => {
    await query(target.url, `CREATE VIEW "<b>&" AS SELECT '</script>' AS x; COMMENT ON TABLE t1 IS 'one'`)
    const { code, stdout, stderr, written } = await compare('--report', 'r.html', '--report', 'r.json')
    expect(code).toBe(3)
    expect(stderr).toContain('[DATABASES_DIFFER]')
    expect(stdout).toContain('differs table public.t1\n  comment\n    + one\nonly in target view public."<b>&"\n')
    expect(stdout).toContain('  $ dvm drift --changelog FILE --database-url')
    const page = written['r.html'] ?? ''
    expect(page).toContain('<code>public.&quot;&lt;b&gt;&amp;&quot;</code>')
    expect(page).not.toMatch(/<script|<b>&|<\/script>/)
    expect(JSON.parse(written['r.json'] ?? '')).toMatchObject({ equal: false, plan: { verdict: 'by-hand' } })
    const password = new URL(source.url).password
    expect(stdout + stderr + page + written['r.json']).not.toContain(password)
    expect(await planOf('--ignore', 'view:*', '--ignore', 'table:public.t1')).toMatchObject({ code: 0, objects: 0 })
    await query(target.url, `DROP VIEW "<b>&"; COMMENT ON TABLE t1 IS NULL`)
  })

  test('compares every schema that is named, and refuses one that neither database has', async () => {
    await query(target.url, 'CREATE SCHEMA app; CREATE TABLE app.x ()')
    const found = await compare('--schemas', 'app', '--schemas', 'public')
    expect(found.stdout).toContain('only in target table app.x\n')
    const { code, stderr } = await compare('--schemas', 'public,apps')
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('neither side has a schema "apps" to compare [SETTING_INVALID]'),
    })
    await query(target.url, 'DROP SCHEMA app CASCADE')
  })

  test('names the changesets that part two databases, and rows that differ in how they were recorded', async () => {
    await query(target.url, `UPDATE databasechangelog SET tag = 'v1', exectype = 'RERAN' WHERE id = '3'`)
    const recorded = await compare()
    expect(recorded.stdout).toMatch(/tag differs +root\.sql::3::anna +none +v1\n/)
    expect(recorded.stdout).toContain(
      'plan: nothing is to be run: the histories differ only in how changesets are recorded',
    )
    await query(target.url, `UPDATE databasechangelog SET md5sum = '9:other' WHERE id = '2'`)
    const { stdout } = await compare()
    expect(stdout).toContain('plan: the two have diverged: no package leads from one to the other\n')
    expect(stdout).toContain('ran with other contents, which only runOnChange and runAlways allow: root.sql::2::anna')
    await query(target.url, `UPDATE databasechangelog SET md5sum = '8:older' WHERE id = '2'`)
    expect((await compare()).stdout).not.toContain('checksum')
    await query(source.url, `DELETE FROM databasechangelog WHERE id = '2'`)
    expect(await planOf()).toMatchObject({ verdict: 'diverged', command: null })
  })

  test.each([
    [['compare', '--source', 'postgres://someone@127.0.0.1:1/x'], 2, 'SETTING_MISSING'],
    [['compare', '--source', 'mysql://x', '--target', 'postgres://y'], 2, 'SETTING_INVALID'],
    [
      ['compare', '--source', 'postgres://a:hunter2@127.0.0.1:1/x', '--target', 'postgres://a@127.0.0.1:1/y'],
      1,
      'DATABASE_UNREACHABLE',
    ],
  ])('%s ends with %d', async (args, exit, code) => {
    const { code: ended, stderr } = await runHere([...args, '--format', 'json'], folder)
    expect({ ended, code: JSON.parse(stderr).error.code }).toEqual({ ended: exit, code })
    expect(stderr).not.toContain('hunter2')
  })
})
