import type { Context } from './context.ts'
import { pinnedTo } from './pinned-to.ts'

/**
 * Runs `work` with one snapshot of the context's database: of a deployment in between it sees all or nothing. Without a
 * database it just runs.
 */
export async function ofOneMoment<T>(context: Context, work: (pinned: Context) => Promise<T>): Promise<T> {
  const { database } = context
  if (database === null) return work(context)
  return database.withReadOnly(async (client) => {
    // Between two questions a changelog is read, which takes as long as it takes.
    await client.query('SET LOCAL idle_in_transaction_session_timeout = 0')
    return work({ ...context, database: pinnedTo(client, database.label) })
  })
}
