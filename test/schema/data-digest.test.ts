import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../src/database/open-database.ts'
import { digestColumns, digestTable, readDataTables, type TableDigest } from '../../src/schema/data-digest.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { toTarget } from '../support/target.ts'

async function digests(sql: string): Promise<Readonly<Record<string, TableDigest>>> {
  return withFreshDatabase(async (url) => {
    await query(url, sql)
    const database = openDatabase(toTarget(url))
    try {
      return await database.withReadOnly(async (client) => {
        const found: Record<string, TableDigest> = {}
        for (const table of await readDataTables(client))
          found[`${table.schema}.${table.name}`] = await digestTable(client, table)
        return found
      })
    } finally {
      await database.close()
    }
  })
}

const TABLE = 'CREATE TABLE t (dvm_row integer, h text, "Odd "" name" timestamptz);'

describe('the digest of a table', () => {
  test('is the same in whatever order the rows lie, and whatever columns were dropped', async () => {
    const one = await digests(
      `${TABLE} INSERT INTO t VALUES (1, 'a', '2020-01-01 00:00+00'), (2, NULL, NULL), (2, NULL, NULL)`,
    )
    const other = await digests(
      `${TABLE} ALTER TABLE t ADD gone integer; INSERT INTO t VALUES (2, NULL, NULL), (9, 'x', NULL), (2, NULL, NULL), (1, 'a', '2020-01-01 09:00+09');
       DELETE FROM t WHERE dvm_row = 9; ALTER TABLE t DROP gone`,
    )
    expect(one).toEqual(other)
    expect(one['public.t']?.rows).toBe(3)
  })

  test.each([
    [`(1, 'a', NULL), (2, 'b', NULL)`, `(1, 'b', NULL), (2, 'a', NULL)`],
    [`(1, 'a', NULL)`, `(1, 'a', NULL), (1, 'a', NULL)`],
    [`(1, '', NULL)`, `(1, NULL, NULL)`],
    [`(1, 'a,b', NULL)`, `(1, 'a', '2020-01-01')`],
  ])('tells %s from %s', async (one, other) => {
    expect(await digests(`${TABLE} INSERT INTO t VALUES ${one}`)).not.toEqual(
      await digests(`${TABLE} INSERT INTO t VALUES ${other}`),
    )
  })

  test('counts a row once, in the partition or the child that holds it; empty tables have a digest, too', async () => {
    const found =
      await digests(`CREATE TABLE p (a integer) PARTITION BY LIST (a); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      CREATE TABLE parent (a integer); CREATE TABLE child () INHERITS (parent); CREATE TABLE databasechangelog (a integer);
      INSERT INTO p VALUES (1); INSERT INTO child VALUES (1)`)
    expect(Object.keys(found)).toEqual(['public.child', 'public.p1', 'public.parent'])
    expect(found['public.p1']).toEqual(found['public.child'])
    expect(found['public.parent']).toEqual({ rows: 0, digest: '0:0' })
  })

  test('of a part of its columns tells what those hold, and that of each column where two tables differ', async () => {
    await withFreshDatabase(async (url) => {
      await query(
        url,
        `CREATE TABLE a (gone int, k int, "T""s" text); ALTER TABLE a DROP gone; CREATE TABLE "B" (k int, "T""s" text);
         INSERT INTO a VALUES (1, ''), (2, 'x'); INSERT INTO "B" VALUES (1, NULL), (2, 'x')`,
      )
      const database = openDatabase(toTarget(url))
      const [b, a] = await database.withReadOnly(async (client) => {
        const found = []
        for (const table of await readDataTables(client)) {
          const { label, columns } = table
          const part = await digestTable(client, table, columns.slice(0, 1))
          found.push({
            label,
            part,
            whole: await digestTable(client, table, columns),
            each: await digestColumns(client, table, columns),
          })
        }
        return found
      })
      await database.close()
      expect([b?.label, [...(b?.each.keys() ?? [])]]).toEqual(['public."B"', ['public."B".k', 'public."B"."T""s"']])
      expect(a?.part).toEqual(b?.part)
      expect(a?.whole).not.toEqual(b?.whole)
      const [ofA, ofB] = [[...(a?.each.values() ?? [])], [...(b?.each.values() ?? [])]]
      expect(ofA.map((digest, index) => digest === ofB[index])).toEqual([true, false])
    })
  })
})
