import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ofOneMoment } from '../../src/task/of-one-moment.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { withContext } from '../support/package.ts'

test('a server that ends idle transactions does not end the snapshot while a changelog is read', async () => {
  await withFreshDatabase(async (url) => {
    await query(
      url,
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET idle_in_transaction_session_timeout = 20', current_database()); END $$`,
    )
    const rows = await withContext({}, { url }, (context) =>
      ofOneMoment(context, async ({ database }) => {
        await setTimeout(200)
        return database?.withReadOnly((client) => client.query('SELECT 1 AS one')).then((result) => result.rows)
      }),
    )
    expect(rows).toEqual([{ one: 1 }])
  })
})
