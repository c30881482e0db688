import type { Database } from '../database/database.ts'
import { withTransaction } from '../database/with-transaction.ts'

/** Of the advisory lock by which one instance does it at a time. "dvm", and a number of its own. */
const LOCK = { text: 'SELECT pg_catalog.pg_try_advisory_xact_lock($1, $2) AS mine', values: [0x64766d, 10] }
/** Jobs whose files go in one transaction: each may have a thousand pieces. */
const AT_ONCE = 5
/** For so long a job is told of whose file is gone. */
const REMEMBERED_DAYS = 30

const EXPIRED = `UPDATE dvm.job SET manifest = NULL WHERE id IN (
    SELECT id FROM dvm.job WHERE expires_at <= $1 AND manifest IS NOT NULL LIMIT $2
) RETURNING id`
const FORGOTTEN = 'DELETE FROM dvm.job WHERE expires_at <= $1::timestamptz - pg_catalog.make_interval(days => $2)'

export interface ExpiredJobs {
  /** Whose files went. */
  readonly files: number
  /** Of which nothing is left. */
  readonly jobs: number
}

/** Removes the files of jobs that are over for long enough, and later the jobs. Null: another instance is at it. */
export async function expireJobs(database: Database, now: Date): Promise<ExpiredJobs | null> {
  let files = 0
  for (;;) {
    const gone = await expireSome(database, now)
    if (gone === null) return null
    files += gone.files
    if (gone.files < AT_ONCE) return { files, jobs: gone.jobs }
  }
}

function expireSome(database: Database, now: Date): Promise<ExpiredJobs | null> {
  return database.withClient((client) =>
    withTransaction(client, async () => {
      if ((await client.query<{ mine: boolean }>(LOCK)).rows[0]?.mine !== true) return null
      const expired = await client.query<{ id: string }>({ text: EXPIRED, values: [now, AT_ONCE] })
      const ids = expired.rows.map(({ id }) => id)
      await client.query({ text: 'DELETE FROM dvm.job_result WHERE job_id = ANY ($1)', values: [ids] })
      const files = ids.length
      if (files === AT_ONCE) return { files, jobs: 0 }
      const forgotten = await client.query({ text: FORGOTTEN, values: [now, REMEMBERED_DAYS] })
      return { files, jobs: forgotten.rowCount ?? 0 }
    }),
  )
}
