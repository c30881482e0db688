import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { copyDatabase, dropDatabase, nameOf } from '../support/copy-database.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { dump } from '../support/dump.ts'
import { liquibase } from '../support/liquibase.ts'
import { psql } from '../support/psql.ts'
import { expectComplete } from './consistency.ts'
import { packageOf, writeFaultChangelog } from './fault-changelog.ts'

const folder = mkdtempSync(join(tmpdir(), 'dvm-refused-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** In a psql that stops after errors and in one that does not. */
async function expectRefused(url: string, file: string, says: RegExp): Promise<void> {
  for (const onErrorStop of [false, true]) {
    const before = await dump(url)
    const result = await psql(url, file, { onErrorStop })
    expect(result.stderr).toMatch(says)
    expect(result.code).toBe(onErrorStop ? 3 : 0)
    expect(await dump(url)).toEqual(before)
  }
}

describe('a package refuses, and changes nothing on', { timeout: 120_000 }, () => {
  it('a database that is not where the package of pending changesets starts from', async () => {
    await withFreshDatabase(async (url) => {
      writeFaultChangelog(folder)
      const source = { changelogFile: 'steps.sql', searchPath: folder }
      await liquibase(url, 'update-count', { ...source, extra: ['--count=20'] })
      const behind = await copyDatabase(url)
      const empty = await copyDatabase(url)
      const file = await packageOf(folder, 'pending.sql', ['--kind', 'pending', '--database-url', url])
      await query(behind, "delete from databasechangelog where id = 'step-15'")
      await expectRefused(behind, file, /step-15/)
      await query(empty, 'drop schema public cascade; create schema public')
      await expectRefused(empty, file, /start|missing|lack|ran/i)
      expect(await psql(url, file)).toMatchObject({ code: 0 })
      await expectComplete(url)
      await dropDatabase(behind)
      await dropDatabase(empty)
    })
  })

  it('a server that is too old for it', async () => {
    await withFreshDatabase(async (url) => {
      writeFaultChangelog(folder)
      const file = await packageOf(folder, 'future.sql', ['--min-server-version', '99'])
      await expectRefused(url, file, /99/)
    })
  })

  it('a database whose encoding cannot hold its text', async () => {
    await withFreshDatabase(async (url) => {
      writeFaultChangelog(folder)
      appendFileSync(join(folder, 'steps.sql'), "\n--changeset robin:words\ncomment on table journal is '漢字 😀';\n")
      const file = await packageOf(folder, 'words.sql')
      const latin = `${nameOf(url)}_latin`
      await query(url, `create database ${latin} template template0 encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'`)
      const target = new URL(url)
      target.pathname = `/${latin}`
      await expectRefused(target.href, file, /encoding|LATIN1/i)
      await dropDatabase(target.href)
    })
  })
})
