import { randomUUID } from 'node:crypto'
import type { Client, Database } from '../database/database.ts'
import { withTransaction } from '../database/with-transaction.ts'
import type { JobOwner } from '../model/job.ts'
import { otherTargetsOf, type PackageRequest } from '../model/package-request.ts'

export interface NewJob {
  readonly target: string
  readonly request: PackageRequest
  readonly owner: JobOwner
  readonly idempotencyKey: string | null
}

/** How many jobs may wait or run, and how much of one owner's results is kept. */
export interface QueueLimits {
  readonly ofOne: number
  readonly ofAll: number
  readonly keptBytes: number
}

/** `known`: the same key brought the same request before; `reused`: another one. */
export type Inserted =
  | { readonly kind: 'new' | 'known'; readonly id: string }
  | { readonly kind: 'reused' }
  | { readonly kind: 'full'; readonly whose: 'you' | 'everybody' }
  | { readonly kind: 'stuffed'; readonly bytes: number }

/** "dvm", and a number of its own: jobs come one at a time, so that their number is what was counted. */
const LOCK = { text: 'SELECT pg_catalog.pg_advisory_xact_lock($1, $2)', values: [0x64766d, 8] }

const KNOWN = `SELECT id, target = $4 AND request::text = $5 AS same FROM dvm.job
WHERE (owner_kind, owner_id, idempotency_key) = ($1, $2, $3)`

const OPEN = `SELECT pg_catalog.count(*)::int AS all,
    pg_catalog.count(*) FILTER (WHERE (owner_kind, owner_id) = ($1, $2))::int AS own
FROM dvm.job WHERE state IN ('queued', 'running')`

const KEPT = `SELECT coalesce(pg_catalog.sum(bytes), 0)::float8 AS bytes FROM dvm.job
WHERE (owner_kind, owner_id) = ($1, $2) AND state = 'done' AND expires_at > $3`

const INSERT = `INSERT INTO dvm.job (id, target, others, kind, request, owner_kind, owner_id, owner, idempotency_key,
    created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

/** Queues a job where there is room for it. */
export function insertJob(database: Database, job: NewJob, limits: QueueLimits, now: Date): Promise<Inserted> {
  const { target, request, owner, idempotencyKey } = job
  const text = JSON.stringify(request)
  return database.withClient((client) =>
    withTransaction(client, async () => {
      await client.query(LOCK)
      const known = await findKnown(client, job, text)
      if (known !== null) return known
      const { rows } = await client.query<{ all: number; own: number }>({ text: OPEN, values: [owner.kind, owner.id] })
      if ((rows[0]?.own ?? 0) >= limits.ofOne) return { kind: 'full', whose: 'you' }
      if ((rows[0]?.all ?? 0) >= limits.ofAll) return { kind: 'full', whose: 'everybody' }
      const kept = await client.query<{ bytes: number }>({ text: KEPT, values: [owner.kind, owner.id, now] })
      const bytes = kept.rows[0]?.bytes ?? 0
      if (bytes >= limits.keptBytes) return { kind: 'stuffed', bytes }
      const id = randomUUID()
      const asked = [target, otherTargetsOf(request), request.kind, text]
      const values = [id, ...asked, owner.kind, owner.id, owner.name, idempotencyKey, now]
      await client.query({ text: INSERT, values })
      return { kind: 'new', id }
    }),
  )
}

async function findKnown(client: Client, job: NewJob, request: string): Promise<Inserted | null> {
  const { owner, idempotencyKey, target } = job
  if (idempotencyKey === null) return null
  const values = [owner.kind, owner.id, idempotencyKey, target, request]
  const { rows } = await client.query<{ id: string; same: boolean }>({ text: KNOWN, values })
  const [found] = rows
  if (found === undefined) return null
  return found.same ? { kind: 'known', id: found.id } : { kind: 'reused' }
}

/** A queued job is over with this; whoever builds a running one is told to end. Does nothing where it is over. */
export async function requestCancel(client: Client, id: string, now: Date, expiresAt: Date): Promise<boolean> {
  const text = `UPDATE dvm.job SET cancel_requested = true,
      state = CASE state WHEN 'queued' THEN 'cancelled' ELSE state END,
      finished_at = CASE state WHEN 'queued' THEN $2::timestamptz END,
      expires_at = CASE state WHEN 'queued' THEN $3::timestamptz END
    WHERE id = $1 AND state IN ('queued', 'running')`
  return ((await client.query({ text, values: [id, now, expiresAt] })).rowCount ?? 0) > 0
}

/** Removes a job that is over, with its file. */
export async function deleteJob(client: Client, id: string): Promise<boolean> {
  const text = "DELETE FROM dvm.job WHERE id = $1 AND state NOT IN ('queued', 'running')"
  return ((await client.query({ text, values: [id] })).rowCount ?? 0) > 0
}
