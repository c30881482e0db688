import type { Client } from '../database/database.ts'
import type { ActorKind, AuditAction, AuditCategory, AuditOutcome, AuditRow } from '../model/audit.ts'

/** What to look for; null: whatever it is. */
export interface EventFilter {
  /** ISO 8601; from this moment on. */
  readonly from: string | null
  /** ISO 8601; before this moment. */
  readonly to: string | null
  /** Name of who did it. */
  readonly actor: string | null
  readonly action: AuditAction | null
  readonly outcome: AuditOutcome | null
  readonly category: AuditCategory | null
  readonly target: string | null
  readonly digest: string | null
  /** Rows with smaller ids only. */
  readonly before: string | null
  readonly limit: number
}

const SELECT = `SELECT id::text, category, actor_kind, actor_id, actor, action, subject, target, package_sha256,
    pg_catalog.host(from_address) AS from_address, request_id::text, trace_id, user_agent, outcome, detail,
    pg_catalog.to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
FROM dvm.audit_event
WHERE ($1::timestamptz IS NULL OR occurred_at >= $1)
    AND ($2::timestamptz IS NULL OR occurred_at < $2)
    AND ($3::text IS NULL OR actor = $3)
    AND ($4::text IS NULL OR action = $4)
    AND ($5::text IS NULL OR outcome = $5)
    AND ($6::text IS NULL OR category = $6)
    AND ($7::text IS NULL OR target = $7)
    AND ($8::text IS NULL OR package_sha256 = $8)
    AND ($9::bigint IS NULL OR id < $9)
ORDER BY audit_event.id DESC
LIMIT $10`

interface Found {
  readonly id: string
  readonly at: string
  readonly category: AuditCategory
  readonly actor_kind: ActorKind
  readonly actor_id: string | null
  readonly actor: string
  readonly action: AuditAction
  readonly subject: string | null
  readonly target: string | null
  readonly package_sha256: string | null
  readonly from_address: string | null
  readonly request_id: string | null
  readonly trace_id: string | null
  readonly user_agent: string | null
  readonly outcome: AuditOutcome
  readonly detail: Readonly<Record<string, unknown>>
}

/** Rows of the audit log, newest first. */
export async function readEvents(client: Client, filter: EventFilter): Promise<readonly AuditRow[]> {
  const { from, to, actor, action, outcome, category, target, digest, before, limit } = filter
  const values = [from, to, actor, action, outcome, category, target, digest, before, limit]
  const { rows } = await client.query<Found>({ text: SELECT, values })
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    category: row.category,
    action: row.action,
    outcome: row.outcome,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor },
    subject: row.subject,
    target: row.target,
    digest: row.package_sha256,
    from: row.from_address,
    requestId: row.request_id,
    traceId: row.trace_id,
    userAgent: row.user_agent,
    detail: row.detail,
  }))
}
