import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { query, withFreshDatabase } from '../support/database.ts'
import { dump } from '../support/dump.ts'
import { type LiquibaseResult, liquibase } from '../support/liquibase.ts'
import { psql } from '../support/psql.ts'
import type { ProcessResult } from '../support/run-process.ts'
import { expectComplete, historyLength, untilRows } from './consistency.ts'
import { packageOf, writeFaultChangelog } from './fault-changelog.ts'

const folder = mkdtempSync(join(tmpdir(), 'dvm-competing-'))
let patient = ''
let impatient = ''

beforeAll(async () => {
  writeFaultChangelog(folder)
  patient = await packageOf(folder, 'patient.sql', ['--lock-wait', '60'])
  impatient = await packageOf(folder, 'impatient.sql', ['--lock-wait', '1'])
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true }))

describe('two runs of a package at once', { timeout: 120_000 }, () => {
  it('both end well, and every changeset ran once', async () => {
    await withFreshDatabase(async (url) => {
      const results = await Promise.all([psql(url, patient), psql(url, patient), psql(url, patient)])
      results.forEach(expectNoError)
      await expectComplete(url)
    })
  })

  it('leave one to do the work where the other will not wait', async () => {
    await withFreshDatabase(async (url) => {
      const first = psql(url, patient)
      await untilRows(url, 5, () => false)
      const second = await psql(url, impatient, { onErrorStop: true })
      expectNoError(await first)
      // Whether a second is enough depends on the machine; half a job does not.
      if (second.code !== 0) expect(second.stderr).toMatch(/lock/i)
      await expectComplete(url)
    })
  })
})

describe('a package and a Liquibase at once', { timeout: 120_000 }, () => {
  it('come to the same end when the package began first', async () => {
    await withFreshDatabase(async (url) => {
      const ours = psql(url, patient)
      await untilRows(url, 5, () => false)
      const theirs = await liquibaseUpdate(url)
      expectNoError(await ours)
      expect(theirs.exitCode, theirs.stderr).toBe(0)
      await expectComplete(url)
    })
  })

  it('come to the same end when Liquibase began first', async () => {
    await withFreshDatabase(async (url) => {
      let ended = false
      const theirs = liquibaseUpdate(url).finally(() => {
        ended = true
      })
      await untilRows(url, 5, () => ended)
      const ours = await psql(url, patient)
      expect((await theirs).exitCode, (await theirs).stderr).toBe(0)
      expectNoError(ours)
      await expectComplete(url)
    })
  })
})

describe('a package on a database whose changelog lock is held', { timeout: 120_000 }, () => {
  const holder = "deploy-7 (10.0.0.9) it's"

  for (const onErrorStop of [false, true]) {
    it(`names the holder, changes nothing and leaves the lock alone (psql ${onErrorStop ? 'stops' : 'goes on'} after errors)`, async () => {
      await withFreshDatabase(async (url) => {
        await liquibase(url, 'update-count', { changelogFile: 'steps.sql', searchPath: folder, extra: ['--count=3'] })
        await query(
          url,
          `update databasechangeloglock set locked = true, lockgranted = '2024-02-03 04:05:06', lockedby = '${holder.replace("'", "''")}'`,
        )
        const before = await wholeState(url)
        const result = await psql(url, impatient, { onErrorStop })
        expect(result.code).toBe(onErrorStop ? 3 : 0)
        expect(result.stderr).toContain(holder)
        expect(await wholeState(url)).toEqual(before)
        await query(url, 'update databasechangeloglock set locked = false, lockgranted = null, lockedby = null')
        expectNoError(await psql(url, impatient))
        await expectComplete(url)
      })
    })
  }

  it('waits for it as long as it was told to', async () => {
    await withFreshDatabase(async (url) => {
      await liquibase(url, 'update-count', { changelogFile: 'steps.sql', searchPath: folder, extra: ['--count=3'] })
      await query(url, "update databasechangeloglock set locked = true, lockgranted = now(), lockedby = 'other'")
      const waiting = psql(url, patient)
      await query(url, 'select pg_sleep(1)')
      expect(await historyLength(url)).toBe(3)
      await query(url, 'update databasechangeloglock set locked = false, lockgranted = null, lockedby = null')
      expectNoError(await waiting)
      await expectComplete(url)
    })
  })
})

function liquibaseUpdate(url: string): Promise<LiquibaseResult> {
  const global = ['--changelog-lock-poll-rate=1']
  return liquibase(url, 'update', { changelogFile: 'steps.sql', searchPath: folder, global })
}

async function wholeState(url: string): Promise<unknown> {
  const history = await query(url, 'select * from databasechangelog order by orderexecuted')
  return [await dump(url), history, await query(url, 'select * from databasechangeloglock')]
}

function expectNoError(result: ProcessResult): void {
  expect(result.stderr).not.toMatch(/^psql:.*: (ERROR|FATAL|PANIC):/m)
  expect(result.code).toBe(0)
}
