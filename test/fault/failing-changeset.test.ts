import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { query, withFreshDatabase } from '../support/database.ts'
import { psql } from '../support/psql.ts'
import { expectComplete, expectConsistent } from './consistency.ts'
import { packageOf, type Sabotage, writeFaultChangelog } from './fault-changelog.ts'

const folder = mkdtempSync(join(tmpdir(), 'dvm-failing-'))
afterAll(() => rmSync(folder, { recursive: true }))

const failures: readonly (Sabotage & { readonly title: string; readonly step: number })[] = [
  {
    title: 'fails while it runs',
    step: 30,
    changeset: 'step-30',
    sql: 'select 1 / (n - n) from (values (1)) v (n);',
  },
  { title: 'does not parse', step: 31, changeset: 'step-31', sql: 'create tabel no_such_thing (id int);' },
  {
    title: 'fails when it commits',
    step: 32,
    changeset: 'step-32',
    sql: `create table parent (id int primary key);
create table child (id int references parent deferrable initially deferred);
insert into child values (1);`,
  },
  {
    title: 'raises an error of its own',
    step: 33,
    changeset: 'step-33',
    sql: "do $$ begin raise exception 'it''s -- $dvm$ wrong %', 100; end $$;",
  },
]

describe('a changeset in the middle of a package that', { timeout: 120_000 }, () => {
  for (const { title, step, ...sabotage } of failures) {
    for (const onErrorStop of [false, true]) {
      it(`${title} stops the run in a psql that ${onErrorStop ? 'stops' : 'goes on'} after errors`, async () => {
        await withFreshDatabase(async (url) => {
          writeFaultChangelog(folder, sabotage)
          const result = await psql(url, await packageOf(folder, 'failing.sql'), { onErrorStop })
          expect(result.code).toBe(onErrorStop ? 3 : 0)
          expect(result.stderr).toMatch(new RegExp(`\\b${sabotage.changeset}\\b`))
          expect(result.stderr).toContain('steps.sql')
          expect(await expectConsistent(url)).toBe(step - 1)
          writeFaultChangelog(folder)
          const mended = await psql(url, await packageOf(folder, 'mended.sql'), { onErrorStop: true })
          expect(mended, mended.stderr).toMatchObject({ code: 0 })
          await expectComplete(url)
        })
      })
    }
  }

  for (const onErrorStop of [false, true]) {
    it(`fails outside a transaction stops a psql that ${onErrorStop ? 'stops' : 'goes on'}, and mending the data is enough`, async () => {
      await withFreshDatabase(async (url) => {
        await query(url, 'create table spare (n int); insert into spare values (1), (1)')
        const sql = 'create unique index concurrently index_30 on spare (n);'
        writeFaultChangelog(folder, { changeset: 'index-30', sql })
        const file = await packageOf(folder, 'concurrently.sql')
        const result = await psql(url, file, { onErrorStop })
        expect(result.code).toBe(onErrorStop ? 3 : 0)
        expect(result.stderr).toContain('index_30')
        expect(await expectConsistent(url)).toBe(30)
        await query(url, 'delete from spare')
        const again = await psql(url, file, { onErrorStop: true })
        expect(again, again.stderr).toMatchObject({ code: 0 })
        await expectComplete(url)
      })
    })
  }
})
