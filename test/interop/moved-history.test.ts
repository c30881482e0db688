import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { query, withFreshDatabase } from '../support/database.ts'
import { dvm } from '../support/dvm.ts'
import { psql } from '../support/psql.ts'
import { dvmOptions, packageSql, runLiquibase, stateOf } from './stage.ts'

const folder = mkdtempSync(join(tmpdir(), 'dvm-moved-'))
const source = { searchPath: folder, changelog: 'changes.sql' }
const file = join(folder, 'package.sql')

function write(view: string, table = 'id int', last = 'create table last (id int);'): void {
  writeFileSync(
    join(folder, 'changes.sql'),
    `--liquibase formatted sql

--changeset sara:view runOnChange:true
create or replace view v as select ${view} as n;

--changeset sara:always runAlways:true
create table if not exists kept (id int);

--changeset sara:table
create table t (${table});

--changeset sara:last
${last}
`,
  )
}

beforeEach(() => rmSync(file, { force: true }))
afterAll(() => rmSync(folder, { recursive: true }))

describe('a database whose history moved on', { timeout: 60_000 }, () => {
  it('is rebuilt after changesets were rerun, with their places in the order', async () => {
    await withFreshDatabase(async (deployed) => {
      write('1')
      await runLiquibase(source, deployed, 'update')
      write('2')
      await runLiquibase(source, deployed, 'update')
      const expected = await stateOf(deployed)
      expect(expected.history.map((row) => row.exectype).sort()).toEqual(['EXECUTED', 'EXECUTED', 'RERAN', 'RERAN'])
      await packageSql(source, file, ['--database-url', deployed])
      await withFreshDatabase(async (target) => {
        expect(await psql(target, file, { onErrorStop: true })).toMatchObject({ code: 0 })
        expect(await stateOf(target)).toEqual(expected)
      })
    })
  })

  it('is rebuilt where later changesets need what was rerun since', async () => {
    const write = (version: number): void =>
      writeFileSync(
        join(folder, 'changes.sql'),
        `--liquibase formatted sql
--changeset sara:who runAlways:true
select set_config('app.who', 'sara', false);
--changeset sara:function runOnChange:true
create or replace function f() returns int language sql as 'select ${version}';
--changeset sara:table
create table t (n int default f(), who text not null default current_setting('app.who'));
insert into t (n) values (7);
--changeset sara:view runOnChange:true
create or replace view v as select n, ${version} as version from t;
--changeset sara:reader
create view reader as select n from v;
`,
      )
    await withFreshDatabase(async (deployed) => {
      for (const version of [1, 2, 3]) {
        write(version)
        await runLiquibase(source, deployed, 'update')
      }
      const expected = await stateOf(deployed)
      expect(expected.history.map((row) => row.id)).toEqual(['table', 'reader', 'who', 'function', 'view'])
      await packageSql(source, file, ['--database-url', deployed])
      await withFreshDatabase(async (target) => {
        expect(await psql(target, file, { onErrorStop: true })).toMatchObject({ code: 0 })
        expect(await stateOf(target)).toEqual(expected)
        await runLiquibase(source, deployed, 'update')
        expect(await psql(target, file, { onErrorStop: true })).toMatchObject({ code: 0 })
        expect(await stateOf(target)).toEqual(await stateOf(deployed))
      })
    })
  })

  it('is rebuilt although Liquibase marked changesets over and over', async () => {
    writeFileSync(
      join(folder, 'changes.sql'),
      `--liquibase formatted sql
--changeset sara:table runAlways:true
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 select count(*) from pg_class where relname = 't'
create table t (id int);
--changeset sara:never runAlways:true
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 select 1
create table never (id int);
--changeset sara:last
create table last (id int);
`,
    )
    await withFreshDatabase(async (deployed) => {
      await runLiquibase(source, deployed, 'update')
      const expected = await stateOf(deployed)
      await runLiquibase(source, deployed, 'update')
      await runLiquibase(source, deployed, 'update')
      expect((await stateOf(deployed)).history).toHaveLength(7)
      await packageSql(source, file, ['--database-url', deployed])
      await withFreshDatabase(async (target) => {
        expect(await psql(target, file, { onErrorStop: true })).toMatchObject({ code: 0 })
        expect(await stateOf(target)).toEqual(expected)
      })
    })
  })

  it('takes over a target that ran an older text of a runOnChange changeset', async () => {
    await withFreshDatabase(async (target) => {
      write('1')
      await runLiquibase(source, target, 'update')
      await withFreshDatabase(async (byLiquibase) => {
        await runLiquibase(source, byLiquibase, 'update')
        write('2')
        await packageSql(source, file, ['--kind', 'offline'])
        await runLiquibase(source, byLiquibase, 'update')
        expect(await psql(target, file, { onErrorStop: true })).toMatchObject({ code: 0 })
        expect(await stateOf(target)).toEqual(await stateOf(byLiquibase))
      })
    })
  })

  it('takes a history without checksums as it is', async () => {
    await withFreshDatabase(async (deployed) => {
      write('1')
      await runLiquibase(source, deployed, 'update')
      const expected = await stateOf(deployed)
      await query(deployed, 'update databasechangelog set md5sum = null')
      await packageSql(source, file, ['--database-url', deployed])
      await withFreshDatabase(async (target) => {
        expect(await psql(target, file, { onErrorStop: true })).toMatchObject({ code: 0 })
        expect(await stateOf(target)).toEqual(expected)
      })
    })
  })
})

describe('a database that does not match its changelog', { timeout: 60_000 }, () => {
  const mismatches = [
    { title: 'a changeset edited after it ran', code: 'CHECKSUM_DRIFT', table: 'id bigint', place: 'changes.sql:9' },
    { title: 'a changeset that is in no file', code: 'CHANGESET_MISSING', place: 'nowhere.sql' },
    { title: 'a changeset that stands twice', code: 'HISTORY_REPEATED', place: 'changes.sql' },
  ] as const

  for (const { title, code, place, ...edit } of mismatches) {
    it(`is refused with ${code} for ${title}, and no file is written`, async () => {
      await withFreshDatabase(async (deployed) => {
        write('1')
        await runLiquibase(source, deployed, 'update')
        const columns = 'id, author, filename, dateexecuted, orderexecuted, exectype, md5sum, liquibase'
        const twin = (path: string): string =>
          `insert into databasechangelog (${columns}) select id, author, ${path}, dateexecuted, 9, exectype, md5sum, liquibase
             from databasechangelog where id = 'last'`
        if (code === 'CHANGESET_MISSING') await query(deployed, twin("'nowhere.sql'"))
        if (code === 'HISTORY_REPEATED') await query(deployed, twin('filename'))
        if ('table' in edit) write('1', edit.table)
        const refused = await dvm(['package', 'sql', ...dvmOptions(source), '--database-url', deployed, '--out', file])
        expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining(code) })
        expect(refused.stderr).toContain(place)
        expect(existsSync(file)).toBe(false)
      })
    })
  }

  it('is not touched by a package that the target drifted from', async () => {
    await withFreshDatabase(async (target) => {
      write('1', 'id bigint', 'select 1;')
      await runLiquibase(source, target, 'update')
      write('1')
      await packageSql(source, file, ['--kind', 'offline'])
      const before = await stateOf(target)
      const result = await psql(target, file)
      expect(result.stderr).toMatch(/other contents\n.*changes\.sql::table::sara/)
      expect(await stateOf(target)).toEqual(before)
    })
  })
})
