import type { Client } from '../database/database.ts'
import { JOB_STATES, type Job, type JobOwner, type JobState, type ShownProblem } from '../model/job.ts'
import type { RequestedKind } from '../model/package-request.ts'
import type { Progress } from '../model/report.ts'
import type { AnyManifest } from '../model/staged-package.ts'

interface JobRow {
  readonly id: string
  readonly number: string
  readonly revision: string
  readonly target: string
  readonly others: string[]
  readonly kind: RequestedKind
  readonly owner_kind: JobOwner['kind']
  readonly owner_id: string
  readonly owner: string
  readonly state: JobState
  readonly cancel_requested: boolean
  readonly phase: Progress['phase'] | null
  readonly done: number
  readonly total: number
  readonly current: string
  readonly tries: number
  readonly created_at: Date
  readonly started_at: Date | null
  readonly finished_at: Date | null
  readonly expires_at: Date | null
  readonly problem: ShownProblem | null
  readonly file_name: string | null
  readonly content_type: string | null
  readonly bytes: string | null
  readonly sha256: string | null
  readonly generated_at: string | null
  readonly changesets: number | null
}

/** Without what is large: the request and the manifest. */
const SELECT = `SELECT id, number, revision, target, others, kind, owner_kind, owner_id, owner, state, cancel_requested, phase, done,
    total, current, tries, created_at, started_at, finished_at, expires_at, problem, file_name, content_type, bytes, sha256,
    generated_at, changesets
FROM dvm.job`

export async function findJob(client: Client, id: string): Promise<Job | null> {
  const { rows } = await client.query<JobRow>({ text: `${SELECT} WHERE id = $1`, values: [id] })
  return rows[0] === undefined ? null : toJob(rows[0])
}

/** Targets by name; null: all of them. */
export type TargetNames = readonly string[] | null

/** What to look for; null: whatever it is. */
export interface JobFilter {
  /** Whose jobs are shown, on the targets where they may have them. */
  readonly owner: Pick<JobOwner, 'kind' | 'id'>
  readonly ownOn: TargetNames
  /** Where everybody's are shown. */
  readonly everybodysOn: TargetNames
  readonly state: JobState | null
  readonly target: string | null
  /** Smaller numbers only. */
  readonly before: string | null
  readonly limit: number
}

const MATCHING = `
WHERE (
        ((owner_kind, owner_id) = ($1, $2) AND ($3::text[] IS NULL OR others || target <@ $3))
        OR ($4::text[] IS NULL OR others || target <@ $4)
    )
    AND ($5::text IS NULL OR state = $5)
    AND ($6::text IS NULL OR target = $6)
    AND ($7::bigint IS NULL OR number < $7)
ORDER BY number DESC
LIMIT $8`

/** Newest first. */
export async function readJobs(client: Client, filter: JobFilter): Promise<readonly Job[]> {
  const { owner, ownOn, everybodysOn, state, target, before, limit } = filter
  const values = [owner.kind, owner.id, ownOn, everybodysOn, state, target, before, limit]
  const { rows } = await client.query<JobRow>({ text: `${SELECT} ${MATCHING}`, values })
  return rows.map(toJob)
}

/** Of every state, also where there are none: an alert compares with something. */
export async function countJobs(client: Client): Promise<Readonly<Record<JobState, number>>> {
  const text = 'SELECT state, pg_catalog.count(*)::int AS count FROM dvm.job GROUP BY state'
  const { rows } = await client.query<{ state: JobState; count: number }>(text)
  const count = (state: JobState): number => rows.find((row) => row.state === state)?.count ?? 0
  return Object.fromEntries(JOB_STATES.map((state) => [state, count(state)])) as Record<JobState, number>
}

/** Null where the job has none, or not any more. */
export async function findManifest(client: Client, id: string): Promise<AnyManifest | null> {
  const text = 'SELECT manifest FROM dvm.job WHERE id = $1'
  const { rows } = await client.query<{ manifest: AnyManifest | null }>({ text, values: [id] })
  return rows[0]?.manifest ?? null
}

function toJob(row: JobRow): Job {
  const { phase, done, total, current } = row
  return {
    id: row.id,
    number: row.number,
    revision: Number(row.revision),
    target: row.target,
    others: row.others,
    kind: row.kind,
    owner: { kind: row.owner_kind, id: row.owner_id, name: row.owner },
    state: row.state,
    cancelRequested: row.cancel_requested,
    progress: phase === null ? null : { phase, done, total, current },
    tries: row.tries,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
    problem: row.problem,
    result: toResult(row),
  }
}

function toResult(row: JobRow): Job['result'] {
  const { file_name: fileName, content_type: contentType, bytes, sha256, generated_at: generatedAt } = row
  if (fileName === null || contentType === null || bytes === null || sha256 === null || generatedAt === null)
    return null
  const { kind, changesets } = row
  return { fileName, contentType, bytes: Number(bytes), sha256, kind, generatedAt, changesets }
}
