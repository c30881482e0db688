import { randomUUID } from 'node:crypto'
import type { Client } from '../database/database.ts'
import type { JobOwner } from '../model/job.ts'
import type { PackageRequest } from '../model/package-request.ts'
import type { Progress } from '../model/report.ts'

/** A job that this instance builds, for as long as nobody else has claimed it. */
export interface ClaimedJob {
  readonly id: string
  readonly claim: string
  readonly target: string
  readonly request: PackageRequest
  readonly owner: JobOwner
}

/** Who has fewest running comes first: nobody's twenty jobs keep another's only one waiting. */
const CLAIM = `UPDATE dvm.job
SET state = 'running', claim = $1, instance = $2, tries = tries + 1, started_at = $3,
    heartbeat_at = pg_catalog.clock_timestamp()
WHERE id = (
    SELECT id FROM dvm.job AS next
    WHERE state = 'queued' AND others || target <@ $4
    ORDER BY (
        SELECT pg_catalog.count(*) FROM dvm.job AS other
        WHERE other.state = 'running' AND (other.owner_kind, other.owner_id) = (next.owner_kind, next.owner_id)
    ), number
    LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id, target, request, owner_kind, owner_id, owner`

interface Found {
  readonly id: string
  readonly target: string
  readonly request: PackageRequest
  readonly owner_kind: JobOwner['kind']
  readonly owner_id: string
  readonly owner: string
}

/** The next job about these targets alone; null where none waits. */
export async function claimJob(
  client: Client,
  instance: string,
  targets: readonly string[],
  now: Date,
): Promise<ClaimedJob | null> {
  const claim = randomUUID()
  const { rows } = await client.query<Found>({ text: CLAIM, values: [claim, instance, now, targets] })
  const [found] = rows
  if (found === undefined) return null
  const { id, target, request } = found
  return { id, claim, target, request, owner: { kind: found.owner_kind, id: found.owner_id, name: found.owner } }
}

const BEAT = `UPDATE dvm.job SET heartbeat_at = pg_catalog.clock_timestamp(), phase = coalesce($3, phase),
    done = coalesce($4, done), total = coalesce($5, total), current = coalesce($6, current)
WHERE id = $1 AND claim = $2 RETURNING cancel_requested`
const CURRENT_CHARACTERS = 500

/** A sign of life, with the progress where there is news. `lost`: another instance has it by now, or it is gone. */
export async function beat(
  client: Client,
  { id, claim }: Pick<ClaimedJob, 'id' | 'claim'>,
  progress: Progress | null,
): Promise<'going' | 'cancel' | 'lost'> {
  const current = progress?.current.slice(0, CURRENT_CHARACTERS).replaceAll('\0', '\ufffd')
  const values = [id, claim, progress?.phase, progress?.done, progress?.total, current]
  const { rows } = await client.query<{ cancel_requested: boolean }>({ text: BEAT, values })
  if (rows[0] === undefined) return 'lost'
  return rows[0].cancel_requested ? 'cancel' : 'going'
}
