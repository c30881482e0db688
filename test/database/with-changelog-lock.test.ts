import { expect, test } from 'vitest'
import { openDatabase } from '../../src/database/open-database.ts'
import { withChangelogLock } from '../../src/database/with-changelog-lock.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { toTarget } from '../support/target.ts'

const TABLES = { schema: 'odd "name"', changelog: 'databasechangelog', lock: 'databasechangeloglock' }
const TABLE = '"odd ""name""".databasechangeloglock'

async function withLockTable(use: (url: string) => Promise<void>): Promise<void> {
  await withFreshDatabase(async (url) => {
    await query(
      url,
      `CREATE SCHEMA "odd ""name""";
       CREATE TABLE ${TABLE} (id int PRIMARY KEY, locked boolean NOT NULL, lockgranted timestamp, lockedby varchar(255));
       INSERT INTO ${TABLE} VALUES (1, FALSE)`,
    )
    await use(url)
  })
}

test('two holders exclude each other, and the lock is free afterwards', () =>
  withLockTable(async (url) => {
    const database = openDatabase(toTarget(url))
    const take = <T>(use: () => Promise<T>) => withChangelogLock(database, TABLES, use)
    await take(async () => {
      await expect(take(async () => 'second')).rejects.toMatchObject({ code: 'LOCK_HELD' })
    })
    await expect(take(async () => 'later')).resolves.toBe('later')
    await database.close()
  }))

test("a lock that Liquibase holds is respected, and its holder's name is told", () =>
  withLockTable(async (url) => {
    await query(
      url,
      `UPDATE ${TABLE} SET locked = TRUE, lockedby = 'host (10.0.0.1)', lockgranted = '2026-01-02 03:04:05'`,
    )
    const database = openDatabase(toTarget(url))
    await expect(withChangelogLock(database, TABLES, async () => 'in')).rejects.toThrow(
      /held by host \(10\.0\.0\.1\) since 2026-01-02 03:04:05/,
    )
    await database.close()
  }))

test('a holder whose connection dies leaves no lock', () =>
  withLockTable(async (url) => {
    const database = openDatabase(toTarget(url), { applicationName: 'holder' })
    const held = withChangelogLock(database, TABLES, () =>
      query(url, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'holder'"),
    )
    await expect(held).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' })
    await expect(withChangelogLock(database, TABLES, async () => 'in')).resolves.toBe('in')
    await database.close()
  }))
