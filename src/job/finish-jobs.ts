import type { Client } from '../database/database.ts'
import { withTransaction } from '../database/with-transaction.ts'
import type { JobState, ShownProblem } from '../model/job.ts'
import type { AnyManifest, StagedFacts } from '../model/staged-package.ts'
import type { ClaimedJob } from './claim-jobs.ts'

type Claim = Pick<ClaimedJob, 'id' | 'claim'>

/** When a job ended, and until when what it left is kept. */
export interface Ending {
  readonly at: Date
  readonly expiresAt: Date
}

const DONE = `UPDATE dvm.job SET state = 'done', claim = NULL, heartbeat_at = NULL, finished_at = $3, expires_at = $4,
    done = total, current = '', file_name = $5, content_type = $6, bytes = $7, sha256 = $8, generated_at = $9,
    changesets = $10, manifest = $11
WHERE id = $1 AND claim = $2 AND NOT cancel_requested`

/** False where it is not ours any more, or is to be cancelled. */
export async function finishDone(
  client: Client,
  { id, claim }: Claim,
  { at, expiresAt }: Ending,
  { facts, manifest }: { readonly facts: StagedFacts; readonly manifest: AnyManifest },
): Promise<boolean> {
  const { fileName, contentType, bytes, sha256, generatedAt, changesets } = facts
  const own = [fileName, contentType, bytes, sha256, generatedAt, changesets, JSON.stringify(manifest)]
  const { rowCount } = await client.query({ text: DONE, values: [id, claim, at, expiresAt, ...own] })
  return (rowCount ?? 0) > 0
}

const ENDED = `UPDATE dvm.job SET state = $5, problem = $6, claim = NULL, heartbeat_at = NULL, finished_at = $3,
    expires_at = $4 WHERE id = $1 AND claim = $2`

/** Failed where there is a problem, else cancelled; of its file nothing is left. False where it is not ours any more. */
export function finishWithout(
  client: Client,
  { id, claim }: Claim,
  { at, expiresAt }: Ending,
  problem: ShownProblem | null,
): Promise<boolean> {
  const state: JobState = problem === null ? 'cancelled' : 'failed'
  const values = [id, claim, at, expiresAt, state, problem === null ? null : JSON.stringify(problem)]
  return withoutFile(client, id, async () => (await client.query({ text: ENDED, values })).rowCount ?? 0)
}

const RELEASED = `UPDATE dvm.job SET state = 'queued', claim = NULL, heartbeat_at = NULL, started_at = NULL,
    tries = tries - 1, phase = NULL, done = 0, total = 0, current = ''
WHERE id = $1 AND claim = $2 AND NOT cancel_requested`

/** Gives it back to the queue, as if it had not been taken. False where it is not ours any more, or is to be cancelled. */
export function releaseJob(client: Client, { id, claim }: Claim): Promise<boolean> {
  return withoutFile(
    client,
    id,
    async () => (await client.query({ text: RELEASED, values: [id, claim] })).rowCount ?? 0,
  )
}

/** In two statements: the second one sees also what was written while the first one waited. */
function withoutFile(client: Client, id: string, change: () => Promise<number>): Promise<boolean> {
  return withTransaction(client, async () => {
    if ((await change()) === 0) return false
    await client.query({ text: 'DELETE FROM dvm.job_result WHERE job_id = $1', values: [id] })
    return true
  })
}
