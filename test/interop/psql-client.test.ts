import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { dropDatabase, nameOf } from '../support/copy-database.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { psql } from '../support/psql.ts'
import type { ProcessResult } from '../support/run-process.ts'
import { packageSql, runLiquibase, stateOf } from './stage.ts'

const folder = mkdtempSync(join(tmpdir(), 'dvm-client-'))
const source = { searchPath: folder, changelog: 'root.sql' }
const file = join(folder, 'package.sql')
afterAll(() => rmSync(folder, { recursive: true }))

/** Writes the changelog, its database's name in the place of DB, and packages it for psql. */
async function packageOf(sibling: string, middle = 'select 1;'): Promise<void> {
  writeFileSync(
    join(folder, 'root.sql'),
    `--liquibase formatted sql

--changeset tom:table
create table t (n int);

--changeset tom:middle
${middle}

--changeset tom:guarded runInTransaction:false
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:1 select count(*) from t
create database ${sibling}_no;

--changeset tom:made runInTransaction:false
insert into t values (1);
create database ${sibling};
insert into t values (2);

--changeset tom:index runInTransaction:false
create index concurrently i on t (n);
drop index concurrently i;
`,
  )
  await packageSql(source, file, ['--kind', 'offline', '--client', 'psql'])
}

async function withSibling(use: (url: string, sibling: string) => Promise<void>): Promise<void> {
  await withFreshDatabase(async (url) => {
    const target = new URL(url)
    target.pathname = `${nameOf(url)}_made`
    try {
      await use(url, nameOf(target.href))
    } finally {
      await dropDatabase(target.href)
    }
  })
}

function errorsOf({ stderr }: ProcessResult): string[] {
  return stderr.split('\n').filter((line) => /: (ERROR|FATAL):/.test(line))
}

async function databases(sibling: string, url: string): Promise<string[]> {
  const rows = await query<{ datname: string }>(url, 'select datname from pg_database where datname like $1', [
    `${sibling}%`,
  ])
  return rows.map((row) => row.datname)
}

test('a package for psql guards what no plain SQL can guard: run twice, it runs it once', async () => {
  await withSibling(async (url, sibling) => {
    await packageOf(sibling)
    for (let run = 0; run < 2; run++) expect(errorsOf(await psql(url, file))).toEqual([])
    expect(await databases(sibling, url)).toEqual([sibling])
    const rows = await query(url, 'select id, exectype from databasechangelog order by orderexecuted')
    expect(rows.map((row) => `${row['id']} ${row['exectype']}`)).toEqual([
      'table EXECUTED',
      'middle EXECUTED',
      'guarded MARK_RAN',
      'made EXECUTED',
      'index EXECUTED',
    ])
    expect(await query(url, 'select n from t order by 1')).toEqual([{ n: 1 }, { n: 2 }])
    await query(url, `drop database ${sibling}`)
    await withFreshDatabase(async (byLiquibase) => {
      await runLiquibase(source, byLiquibase, 'update')
      expect(await stateOf(url)).toEqual(await stateOf(byLiquibase))
    })
  })
})

test.each([false, true])(
  'after a failure nothing outside of a transaction runs (ON_ERROR_STOP %s)',
  async (onErrorStop) => {
    await withSibling(async (url, sibling) => {
      await packageOf(sibling, 'select 1 / 0;')
      const result = await psql(url, file, { onErrorStop })
      expect(errorsOf(result)[0]).toContain('division by zero')
      expect(result.stderr).not.toMatch(/CREATE DATABASE|already exists|dvm_go/)
      expect(await databases(sibling, url)).toEqual([])
      expect(await query(url, 'select id from databasechangelog')).toEqual([{ id: 'table' }])
      await packageOf(sibling)
      expect(errorsOf(await psql(url, file, { onErrorStop }))).toEqual([])
      expect(await databases(sibling, url)).toEqual([sibling])
    })
  },
)

test('a statement that only psql can guard is not recorded when it failed, and nothing after it runs', async () => {
  await withSibling(async (url, sibling) => {
    await packageOf(sibling)
    await query(url, `create database ${sibling}`)
    const result = await psql(url, file)
    expect(errorsOf(result)).toEqual([
      expect.stringContaining('already exists'),
      expect.stringContaining('changesets 1 to 3 of 5 are done, number 4 failed, 1 were not tried'),
    ])
    expect(await query(url, "select id from databasechangelog where id in ('made', 'index')")).toEqual([])
    expect(await query(url, 'select n from t')).toEqual([{ n: 1 }])
  })
})
