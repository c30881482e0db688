import { describe, expect, test } from 'vitest'
import { xml } from '../parse/tree.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { deploy, formatted, outcomes } from '../support/package.ts'
import { buildBack, send } from '../support/rollback.ts'

const files = formatted(
  ['orders', 'create table orders (id int);'],
  ['rows', 'insert into orders values (1), (2);\n--rollback delete from orders;'],
  ['renamed', 'alter table orders rename to "Sales";'],
  ['total', 'alter table "Sales" add column total int;'],
)

test('what destroys data is told in header, banner and manifest', async () => {
  const { text, manifest } = await buildBack(files)
  expect(manifest.destroys).toEqual([
    { changeset: 'root.sql::total::me', statement: 'DROP COLUMN', object: '"Sales".total' },
    { changeset: 'root.sql::rows::me', statement: 'DELETE', object: 'orders' },
    { changeset: 'root.sql::orders::me', statement: 'DROP TABLE', object: 'orders' },
  ])
  expect(text).toContain('-- WARNING: destroys data: DROP COLUMN "Sales".total (changeset root.sql::total::me)')
  expect(text.split('\n')).toContain('-- WARNING: destroys data: DROP TABLE orders')
})

test.each([
  ['drop table a, s.b cascade', ['DROP TABLE a', 'DROP TABLE s.b']],
  ['drop schema s', ['DROP SCHEMA s']],
  ['drop sequence q', ['DROP SEQUENCE q']],
  ['truncate a, b', ['TRUNCATE a', 'TRUNCATE b']],
  ['delete from a', ['DELETE a']],
  ['update a set x = 1', ['UPDATE a']],
  ['with gone as (delete from a returning *) select * from gone', ['DELETE a']],
  ['alter table a alter column x type text', ['ALTER COLUMN TYPE a.x']],
  ['alter table a drop column x, drop constraint c', ['DROP COLUMN a.x']],
  ['drop type t cascade', ['DROP TYPE CASCADE t']],
  ['do $$ begin drop table a; end $$', ['DO (it may destroy) ']],
  ['drop view v', []],
  ['drop type t', []],
  ['drop index i', []],
  ['insert into a values (1)', []],
  ['alter table a drop constraint c', []],
])('%s', async (statement, expected) => {
  const rollback = `<rollback><sql splitStatements="false"><![CDATA[${statement}]]></sql></rollback>`
  const root = xml(`<changeSet id="1" author="me"><sql>select 1</sql>${rollback}</changeSet>`)
  const { manifest } = await buildBack({ 'root.xml': root })
  expect(manifest.destroys.map((one) => `${one.statement} ${one.object}`)).toEqual(expected)
})

describe('expected rows', () => {
  test('of all tables at stake are those of the source; a target with others is refused', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, files)
      const { text, manifest } = await buildBack(files, { url }, { expectSourceRows: true })
      expect(manifest.expectedRows).toEqual([{ table: 'public."Sales"', rows: 2 }])
      await query(url, 'insert into "Sales" values (3)')
      const { errors } = await send(url, text)
      expect(errors[0]?.message).toContain('table public."Sales": expected 2, found 3')
      expect(errors[0]?.hint).toContain('Nothing was changed')
      expect(Object.keys(await outcomes(url))).toHaveLength(4)
      await query(url, 'delete from "Sales" where id = 3')
      expect((await send(url, text)).errors).toEqual([])
      // The second run has nothing to count any more.
      expect((await send(url, text)).errors).toEqual([])
      expect(await outcomes(url)).toEqual({})
    })
  })

  test('of a table in one schema say nothing of its namesake in another', async () => {
    await withFreshDatabase(async (url) => {
      const twins = formatted(
        ['schema', 'create schema app;'],
        ['one', 'create table app.orders (id int);'],
        ['two', 'create table public.orders (id int);'],
      )
      await deploy(url, twins)
      const expectRows = [{ table: 'public.orders', rows: 7 }]
      const { manifest } = await buildBack(twins, { url }, { expectRows, expectSourceRows: true })
      expect(manifest.expectedRows).toEqual([
        { table: 'public.orders', rows: 7 },
        { table: 'app.orders', rows: 0 },
      ])
    })
  })

  test('of named tables need no source; a table that is not there is told', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, files)
      const expectRows = [
        { table: '"Sales"', rows: 2 },
        { table: 'nowhere', rows: 0 },
      ]
      const { text } = await buildBack(files, {}, { expectRows })
      expect((await send(url, text)).errors[0]?.message).toMatch(
        /expect: [^"]*: table nowhere: expected 0, found no such table|table nowhere: expected 0, found no such table/,
      )
      const fitting = await buildBack(files, {}, { expectRows: expectRows.slice(0, 1) })
      expect((await send(url, fitting.text)).errors).toEqual([])
      expect((await send(url, fitting.text)).errors).toEqual([])
    })
  })
})
