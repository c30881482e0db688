import { describe, expect, test } from 'vitest'
import { lockKeys } from '../../src/database/lock-keys.ts'
import type { LocksReport, ReleaseLocksReport, TagReport } from '../../src/model/report.ts'
import { listLocks } from '../../src/task/list-locks.ts'
import { releaseLocks } from '../../src/task/release-locks.ts'
import { tagDatabase } from '../../src/task/tag-database.ts'
import { update } from '../../src/task/update.ts'
import type { HistoryRequest } from '../../src/task/with-locked-history.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { deploy, formatted, type Wishes, withContext, withSession } from '../support/package.ts'

const files = formatted(['a', 'create table a (i int);'])
const more = formatted(['a', 'create table a (i int);'], ['b', 'create table b (i int);'])
const tables = { schema: 'public', changelog: 'databasechangelog', lock: 'databasechangeloglock' }
const LOCK = "update databasechangeloglock set locked = true, lockgranted = '2026-01-02 03:04:05', lockedby = 'ci-7'"
const held = 'the changelog lock is held by ci-7 since 2026-01-02 03:04:05'

const locks = (url: string): Promise<LocksReport> => withContext(files, { url }, (context) => listLocks(context))
const release = (url: string, dryRun = false): Promise<ReleaseLocksReport> =>
  withContext(files, { url }, (context) => releaseLocks(context, { dryRun }))
const tag = (url: string, request: HistoryRequest = {}, wishes: Wishes = {}): Promise<TagReport> =>
  withContext(files, { url, ...wishes }, (context) => tagDatabase(context, 'v1', request))
const run = (url: string, wishes: Wishes = {}, told: string[] = []) =>
  withContext(more, { url, ...wishes }, (context) => update(context, { onWait: (message) => told.push(message) }))

/** A database that has its history, and a session that holds our advisory lock, as a running package does. */
async function withRunningPackage(use: (url: string, end: () => Promise<void>) => Promise<void>): Promise<void> {
  await withFreshDatabase(async (url) => {
    await deploy(url, files)
    const named = new URL(url)
    named.searchParams.set('application_name', 'psql of anna')
    await withSession(named.href, async (client) => {
      const { lockClass, lockKey } = lockKeys(tables)
      await client.query('select pg_advisory_lock($1, $2)', [lockClass, lockKey])
      await use(url, async () => {
        await client.query('select pg_advisory_unlock_all()')
      })
    })
  })
}

describe('list-locks', () => {
  test('finds nobody on a database without the tables, and makes none', async () => {
    await withFreshDatabase(async (url) => {
      expect(await locks(url)).toMatchObject({ table: 'public.databasechangeloglock', holders: [] })
      expect(await query(url, "select to_regclass('databasechangeloglock') as there")).toEqual([{ there: null }])
    })
  })

  test('names a session that is at work, and how to end it', async () => {
    await withRunningPackage(async (url, end) => {
      expect((await locks(url)).holders).toEqual([
        {
          kind: 'session',
          by: expect.stringMatching(/^process \d+ \(psql of anna, user \w+\)$/),
          since: expect.stringMatching(/^\d{4}-/),
          pid: expect.any(Number),
        },
      ])
      await end()
      expect((await locks(url)).holders).toEqual([])
    })
  })
})

describe('release-locks', () => {
  test('frees what a dead process left, a dry run does not', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, files)
      await query(url, LOCK)
      const holder = { kind: 'row', by: 'ci-7', since: '2026-01-02 03:04:05', pid: null }
      expect(await release(url, true)).toMatchObject({ dryRun: true, released: holder, sessions: [] })
      expect((await locks(url)).holders).toEqual([holder])
      expect(await release(url)).toMatchObject({ dryRun: false, released: holder })
      expect(await query(url, 'select * from databasechangeloglock')).toEqual([
        { id: 1, locked: false, lockgranted: null, lockedby: null },
      ])
      expect(await release(url)).toMatchObject({ released: null })
    })
  })

  test('does not touch a free lock: a running package would believe that it lost it', async () => {
    await withRunningPackage(async (url) => {
      const version = 'select xmin::text, ctid::text from databasechangeloglock'
      const before = await query(url, version)
      const report = await release(url)
      expect(report).toMatchObject({ released: null, sessions: [{ by: expect.stringContaining('psql of anna') }] })
      expect(await query(url, version)).toEqual(before)
    })
  })

  test('gives a lock table its row back, and makes no table', async () => {
    await withFreshDatabase(async (url) => {
      expect(await release(url)).toMatchObject({ released: null })
      expect(await query(url, "select to_regclass('databasechangeloglock') as there")).toEqual([{ there: null }])
      await deploy(url, files)
      await query(url, 'delete from databasechangeloglock')
      await release(url)
      expect(await query(url, 'select id, locked from databasechangeloglock')).toEqual([{ id: 1, locked: false }])
    })
  })

  test('does not wait without end for a session that holds the row open', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, files)
      await query(url, LOCK)
      await withSession(url, async (client) => {
        await client.query('begin; select from databasechangeloglock for update')
        await expect(release(url)).rejects.toMatchObject({
          code: 'LOCK_HELD',
          message: expect.stringMatching(/held by process \d+/),
        })
        await client.query('rollback')
      })
    })
  })
})

describe('a lock that is held', () => {
  test('stops a command at once where it is not to wait, and names the holder', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, files)
      await query(url, LOCK)
      await expect(tag(url)).rejects.toMatchObject({ code: 'LOCK_HELD', message: expect.stringContaining(held) })
      expect(await query(url, 'select tag from databasechangelog')).toEqual([{ tag: null }])
    })
  })

  test('is waited for, the waiting is told, and then the work is done', async () => {
    await withRunningPackage(async (url, end) => {
      const told: string[] = []
      const onWait = (message: string): void => {
        told.push(message)
        void end()
      }
      const report = await tag(url, { onWait }, { package: { lockWait: 60 } })
      expect(told).toEqual([
        expect.stringMatching(
          /^waiting for the changelog lock, held by process \d+ \(psql of anna, user \w+\) since \d/,
        ),
      ])
      expect(report).toMatchObject({ tag: 'v1', key: { id: 'a' } })
    })
  })

  test('does not keep an update that has nothing to do, as with Liquibase', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, more)
      await query(url, LOCK)
      expect(await run(url)).toMatchObject({ ok: true, rows: [], counts: { applied: 0 } })
    })
  })

  test('keeps an update that has something to do, which says whom it waits for', async () => {
    await withFreshDatabase(async (url) => {
      await deploy(url, files)
      await query(url, LOCK)
      const told: string[] = []
      const report = await run(url, { package: { lockWait: 1 } }, told)
      expect(report).toMatchObject({
        ok: false,
        failure: { code: 'APPLY_REFUSED', message: expect.stringContaining('ci-7') },
      })
      expect(report.failure?.hint).toContain('dvm release-locks')
      expect(told).toEqual([expect.stringMatching(/^waiting for the changelog lock, held by ci-7 since 2026-01-02/)])
      await release(url)
      expect(await run(url)).toMatchObject({ ok: true, counts: { applied: 1 } })
    })
  })
})
