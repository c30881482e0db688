import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { query, withFreshDatabase } from '../support/database.ts'
import { liquibase } from '../support/liquibase.ts'
import { expectComplete, expectConsistent } from './consistency.ts'
import { writeFaultChangelog } from './fault-changelog.ts'

const folder = mkdtempSync(join(tmpdir(), 'dvm-consistency-'))
writeFaultChangelog(folder)
afterAll(() => rmSync(folder, { recursive: true }))

const faults = {
  'a step without its history row': "delete from databasechangelog where id = 'step-7'",
  'a history row without its step': 'drop table step_7',
  'a hole in the order':
    "delete from databasechangelog where id = 'step-7'; drop table step_7; delete from journal where step = 7",
  'a step that ran twice': 'insert into journal values (7)',
  'a step whose rows were rolled back': 'delete from journal where step = 7',
  'an index that was never finished': 'drop index index_10',
  'a lock left in the table': 'update databasechangeloglock set locked = true',
}

describe('the judge of the fault suite', { timeout: 120_000 }, () => {
  it('is content with what Liquibase leaves, half-way and at the end', async () => {
    await withFreshDatabase(async (url) => {
      const source = { changelogFile: 'steps.sql', searchPath: folder }
      await liquibase(url, 'update-count', { ...source, extra: ['--count=25'] })
      expect(await expectConsistent(url)).toBe(22)
      expect(await liquibase(url, 'update', source)).toMatchObject({ exitCode: 0 })
      await expectComplete(url)
    })
  })

  it('is content with an empty database', async () => {
    await withFreshDatabase(async (url) => expect(await expectConsistent(url)).toBe(0))
  })

  for (const [fault, sql] of Object.entries(faults)) {
    it(`sees ${fault}`, async () => {
      await withFreshDatabase(async (url) => {
        await liquibase(url, 'update-count', { changelogFile: 'steps.sql', searchPath: folder, extra: ['--count=15'] })
        await query(url, sql)
        await expect(expectConsistent(url)).rejects.toThrow()
      })
    })
  }
})
