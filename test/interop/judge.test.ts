import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { query, withFreshDatabase } from '../support/database.ts'
import { dump, historyRows } from '../support/dump.ts'
import { liquibase } from '../support/liquibase.ts'

const shop = {
  changelogFile: 'master.xml',
  searchPath: fileURLToPath(new URL('changelogs/shop', import.meta.url)),
  contexts: 'prod,online',
}

async function deploy(url: string): Promise<void> {
  const result = await liquibase(url, 'update', shop)
  expect(result.exitCode, result.stderr).toBe(0)
}

describe('the judge of the interop suite', () => {
  it('finds two deployments of one changelog by Liquibase equal', async () => {
    await withFreshDatabase(async (one) => {
      await withFreshDatabase(async (other) => {
        await deploy(one)
        await deploy(other)
        expect(await dump(one)).toEqual(await dump(other))
        expect(await historyRows(one)).toEqual(await historyRows(other))
      })
    })
  })

  it('sees a change of one remark in a body, one grant on the history table, one row and one sequence', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url)
      let before = await dump(url)
      expect(before.schema).toContain('-- kept')
      expect(before.schema).toContain('CREATE TABLE public.databasechangeloglock')
      for (const [part, change] of [
        [
          'schema',
          "do $$ begin execute replace(pg_get_functiondef('sales.sum_kept'::regproc), '-- kept', '-- Kept'); end $$",
        ],
        ['schema', 'revoke select on databasechangelog from dvm_shop_reader'],
        ['data', "update sales.odd set t = t || ' ' where n = 28"],
        ['data', "select nextval('sales.invoice_no') from generate_series(1, 9)"],
      ] as const) {
        await query(url, change)
        const after = await dump(url)
        expect(after[part], change).not.toBe(before[part])
        expect(after[part === 'data' ? 'schema' : 'data'], change).toBe(before[part === 'data' ? 'schema' : 'data'])
        before = after
      }
    })
  })

  it('tells a failed Liquibase run from a good one', async () => {
    await withFreshDatabase(async (url) => {
      await query(url, 'create schema sales')
      const result = await liquibase(url, 'update', shop)
      expect(result.exitCode).not.toBe(0)
      expect(result.stderr).toContain('schema "sales" already exists')
    })
  })
})
