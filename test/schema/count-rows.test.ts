import { expect, test } from 'vitest'
import { openDatabase } from '../../src/database/open-database.ts'
import { countRows } from '../../src/schema/count-rows.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { toTarget } from '../support/target.ts'

const path = async (client: Parameters<typeof countRows>[0]): Promise<unknown> =>
  (await client.query('SHOW search_path')).rows

test.each(['', 'public'])('rows are counted in the default schema first, where search_path is "%s"', async (own) => {
  await withFreshDatabase(async (url) => {
    await query(
      url,
      `CREATE SCHEMA "a b"; CREATE TABLE "a b".t AS SELECT 1; CREATE TABLE t (); CREATE VIEW "a b".v AS SELECT 1`,
    )
    const database = openDatabase(toTarget(url, { parameters: { search_path: own } }))
    await database.withReadOnly(async (client) => {
      expect(await countRows(client, 't', 'a b')).toEqual({ name: '"a b".t', rows: 1 })
      const first = await path(client)
      for (const _ of [1, 2, 3]) await countRows(client, 'public.t', 'a b')
      expect(await path(client)).toEqual(first)
      expect(await countRows(client, 'public.t', 'a b')).toEqual({ name: 'public.t', rows: 0 })
      expect(await countRows(client, 'v', 'a b')).toBe(null)
      expect(await countRows(client, 'nowhere.t', 'a b')).toBe(null)
    })
    await database.close()
  })
})
