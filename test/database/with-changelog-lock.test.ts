import { expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { type LockOptions, withChangelogLock } from '../../src/database/with-changelog-lock.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { toTarget } from '../support/target.ts'

const TABLES = { schema: 'odd "name"', changelog: 'databasechangelog', lock: 'databasechangeloglock' }
const TABLE = '"odd ""name""".databasechangeloglock'
const MAKE = `CREATE SCHEMA IF NOT EXISTS "odd ""name""";
  CREATE TABLE ${TABLE} (id int PRIMARY KEY, locked boolean NOT NULL, lockgranted timestamp, lockedby varchar(255));
  INSERT INTO ${TABLE} VALUES (1, FALSE)`

async function withDatabase(use: (database: Database, url: string) => Promise<void>): Promise<void> {
  await withFreshDatabase(async (url) => {
    await query(url, MAKE)
    const database = openDatabase(toTarget(url), { applicationName: 'holder' })
    try {
      await use(database, url)
    } finally {
      await database.close()
    }
  })
}

function take<T>(database: Database, use: () => Promise<T>, options: Partial<LockOptions> = {}): Promise<T> {
  return withChangelogLock(database, TABLES, { wait: 0, ...options }, use)
}

test('two holders exclude each other, the second is told who is first, and the lock is free afterwards', () =>
  withDatabase(async (database) => {
    await take(database, async () => {
      await expect(take(database, async () => 'second')).rejects.toMatchObject({
        code: 'LOCK_HELD',
        message: expect.stringMatching(/held by process \d+ \(holder, user \w+\) since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/),
        complaints: [{ detail: expect.stringMatching(/living session.*pg_terminate_backend\(\d+\)/) }],
      })
    })
    await expect(take(database, async () => 'later')).resolves.toBe('later')
  }))

test("a lock that Liquibase holds is respected, and its holder's name is told", () =>
  withDatabase(async (database, url) => {
    await query(
      url,
      `UPDATE ${TABLE} SET locked = TRUE, lockedby = 'host (10.0.0.1)', lockgranted = '2026-01-02 03:04:05'`,
    )
    await expect(take(database, async () => 'in')).rejects.toMatchObject({
      message: expect.stringContaining('held by host (10.0.0.1) since 2026-01-02 03:04:05'),
      complaints: [{ detail: expect.stringContaining('may be dead'), hint: expect.stringContaining('release-locks') }],
    })
  }))

test('a session that holds the row open is named', () =>
  withDatabase(async (database, url) => {
    const other = openDatabase(toTarget(url))
    await database.withClient(async (client) => {
      await client.query(`BEGIN; UPDATE ${TABLE} SET locked = TRUE`)
      await expect(take(other, async () => 'in')).rejects.toThrow(/held by process \d+ \(holder/)
      await client.query('ROLLBACK')
    })
    await other.close()
  }))

test('a lock table without its row is told of', () =>
  withDatabase(async (database, url) => {
    await query(url, `UPDATE ${TABLE} SET id = 2`)
    await expect(take(database, async () => 'in')).rejects.toThrow(/nobody: the lock table has no row with id 1/)
  }))

test('a holder is waited for, and told of once', () =>
  withDatabase(async (database, url) => {
    await query(url, `UPDATE ${TABLE} SET locked = TRUE, lockedby = 'liquibase'`)
    const told: string[] = []
    const waiting = take(database, async () => 'in', {
      wait: 60,
      onWait: (holder) => {
        told.push(holder.by)
        void query(url, `UPDATE ${TABLE} SET locked = FALSE`)
      },
    })
    await expect(waiting).resolves.toBe('in')
    expect(told).toEqual(['liquibase'])
  }))

test('what a holder wrote is gone when it fails, and when it was a trial', () =>
  withDatabase(async (database, url) => {
    const fill = (options: Partial<LockOptions>, end: () => Promise<string>): Promise<string> =>
      withChangelogLock(database, TABLES, { wait: 0, ...options }, async (client) => {
        await client.query('CREATE TABLE written ()')
        return end()
      })
    await expect(fill({}, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await fill({ trial: true }, async () => 'tried')).toBe('tried')
    expect(await query(url, "SELECT to_regclass('written') AS there")).toEqual([{ there: null }])
    expect(await fill({}, async () => 'done')).toBe('done')
    expect(await query(url, "SELECT to_regclass('written')::text AS there")).toEqual([{ there: 'written' }])
  }))

test('a holder whose connection dies leaves no lock', () =>
  withDatabase(async (database, url) => {
    const held = take(database, () =>
      query(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'holder'"),
    )
    await expect(held).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' })
    await expect(take(database, async () => 'in')).resolves.toBe('in')
  }))

test('two that make the tables at the same time both come to work', () =>
  withFreshDatabase(async (url) => {
    const database = openDatabase(toTarget(url))
    let made = false
    const prepare: LockOptions['prepare'] = async (client) => {
      const there = await client.query(`SELECT FROM pg_class WHERE oid = to_regclass('${TABLE}')`)
      if (there.rowCount === 1) return
      // The other one is a Liquibase, which our advisory lock does not stop.
      if (!made) await query(url, MAKE)
      made = true
      await client.query(MAKE)
    }
    await expect(take(database, async () => 'in', { prepare })).resolves.toBe('in')
    await database.close()
  }))
