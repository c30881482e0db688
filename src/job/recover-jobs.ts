import type { Client } from '../database/database.ts'
import { withTransaction } from '../database/with-transaction.ts'
import type { JobState, ShownProblem } from '../model/job.ts'
import type { Ending } from './finish-jobs.ts'

export interface Recovery extends Ending {
  /** Without a sign of life for so long, an instance counts as dead. */
  readonly staleMs: number
  /** How often a job may be taken. */
  readonly mostTries: number
  readonly problem: ShownProblem
}

export interface RecoveredJob {
  readonly id: string
  readonly state: JobState
  readonly instance: string | null
}

const LOST = `WITH lost AS (
    SELECT id, CASE WHEN cancel_requested THEN 'cancelled' WHEN tries >= $2 THEN 'failed' ELSE 'queued' END AS verdict
    FROM dvm.job
    WHERE state = 'running' AND heartbeat_at < pg_catalog.clock_timestamp() - pg_catalog.make_interval(secs => $1)
    FOR UPDATE SKIP LOCKED
)
UPDATE dvm.job SET state = verdict, claim = NULL, heartbeat_at = NULL,
    started_at = CASE verdict WHEN 'queued' THEN NULL ELSE started_at END,
    finished_at = CASE verdict WHEN 'queued' THEN NULL ELSE $3::timestamptz END,
    expires_at = CASE verdict WHEN 'queued' THEN NULL ELSE $4::timestamptz END,
    problem = CASE verdict WHEN 'failed' THEN $5::json END,
    phase = NULL, done = 0, total = 0, current = ''
FROM lost WHERE job.id = lost.id
RETURNING job.id, job.state, job.instance`

/** Queues again what dead instances were building, or ends it. Several instances may do so at once. */
export function recoverLost(client: Client, recovery: Recovery): Promise<readonly RecoveredJob[]> {
  const { staleMs, mostTries, at, expiresAt, problem } = recovery
  const values = [staleMs / 1_000, mostTries, at, expiresAt, JSON.stringify(problem)]
  return withTransaction(client, async () => {
    const { rows } = await client.query<RecoveredJob & Record<string, unknown>>({ text: LOST, values })
    if (rows.length > 0) {
      const ids = rows.map(({ id }) => id)
      await client.query({ text: 'DELETE FROM dvm.job_result WHERE job_id = ANY ($1)', values: [ids] })
    }
    return rows
  })
}

const UNTAKEN = `UPDATE dvm.job SET state = 'failed', problem = $4, finished_at = $2, expires_at = $3
WHERE state = 'queued' AND created_at < $1 RETURNING id, state, instance`

/** Ends what nobody took: its target may not be registered any more. */
export async function failUntaken(
  client: Client,
  { before, at, expiresAt, problem }: Ending & { readonly before: Date; readonly problem: ShownProblem },
): Promise<readonly RecoveredJob[]> {
  const values = [before, at, expiresAt, JSON.stringify(problem)]
  return (await client.query<RecoveredJob & Record<string, unknown>>({ text: UNTAKEN, values })).rows
}
