import { afterAll, beforeAll, expect, test } from 'vitest'
import { historyRows } from '../../../src/assemble/dump/history-rows.ts'
import { openDatabase } from '../../../src/database/open-database.ts'
import { type FreshDatabase, freshDatabase, query } from '../../support/database.ts'
import { toTarget } from '../../support/target.ts'

const TABLES = { schema: 'public', changelog: 'databasechangelog', lock: 'databasechangeloglock' }
let fresh: FreshDatabase

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(async () => {
  await fresh.drop()
})

test('a date of the history is the same day on a target that writes dates in another order', async () => {
  await query(fresh.url, 'CREATE TABLE databasechangelog (id text, dateexecuted timestamp, orderexecuted int)')
  await query(fresh.url, `INSERT INTO databasechangelog VALUES ('a', '2026-03-02 10:11:12.5', 1)`)
  await query(
    fresh.url,
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET DateStyle = ''SQL, DMY''', current_database()); END $$`,
  )
  const database = openDatabase(toTarget(fresh.url))
  try {
    const text = await database.withReadOnly((client) => historyRows(client, TABLES))
    expect(text).toContain(`('a', '2026-03-02 10:11:12.5', '1')`)
  } finally {
    await database.close()
  }
})
