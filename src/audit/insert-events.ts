import type { Client } from '../database/database.ts'
import { redact, redactDeep } from '../kit/redact.ts'
import { type AuditEvent, categoryOf } from '../model/audit.ts'

/** An event with the time at which it happened, which may be earlier than the time it is written. */
export interface TimedEvent extends AuditEvent {
  /** ISO 8601 UTC. */
  readonly at: string
}

const INSERT = `INSERT INTO dvm.audit_event (occurred_at, category, actor_kind, actor_id, actor, action, subject, target,
    package_sha256, from_address, request_id, trace_id, user_agent, outcome, detail)
SELECT occurred_at, category, actor_kind, actor_id, actor, action, subject, target,
    package_sha256, from_address, request_id, trace_id, user_agent, outcome, detail
FROM pg_catalog.jsonb_to_recordset($1::jsonb) AS event (occurred_at timestamptz, category text, actor_kind text,
    actor_id text, actor text, action text, subject text, target text, package_sha256 text, from_address inet,
    request_id uuid, trace_id text, user_agent text, outcome text, detail jsonb)`

const DETAIL_CHARACTERS = 8_000

/** Adds rows in the order of the events; in whatever transaction the client has. */
export async function insertEvents(client: Client, events: readonly TimedEvent[]): Promise<void> {
  if (events.length === 0) return
  await client.query({ text: INSERT, values: [JSON.stringify(events.map(toRow))] })
}

function toRow(event: TimedEvent): Record<string, unknown> {
  const { actor, action, outcome } = event
  return {
    occurred_at: event.at,
    category: categoryOf(action, outcome),
    actor_kind: actor.kind,
    actor_id: storable(actor.id, 200),
    actor: storable(actor.name, 200) ?? '',
    action,
    subject: storable(event.subject, 500),
    target: storable(event.target, 100),
    package_sha256: event.digest ?? null,
    from_address: event.from ?? null,
    request_id: event.requestId ?? null,
    trace_id: event.traceId ?? null,
    user_agent: storable(event.userAgent, 200),
    outcome,
    detail: toDetail(event.detail ?? {}),
  }
}

/**
 * Text without secrets, which people type into the wrong field, and that PostgreSQL takes: it has no NUL and no half of a
 * pair, and one such row would refuse all of its batch.
 */
function storable(text: string | null | undefined, most: number): string | null {
  if (text === null || text === undefined) return null
  return Buffer.from(redact(text).slice(0, most)).toString().replaceAll('\0', '\ufffd')
}

function toDetail(detail: Readonly<Record<string, unknown>>): unknown {
  const clean = JSON.stringify(redactDeep(detail), (_name, value: unknown) =>
    typeof value === 'string' ? storable(value, DETAIL_CHARACTERS) : value,
  )
  return clean.length > DETAIL_CHARACTERS ? { cut: `${clean.length} characters` } : JSON.parse(clean)
}
