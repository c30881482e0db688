import { type EventFilter, readEvents } from '../audit/read-events.ts'
import { fail } from '../errors/dvm-error.ts'
import type { AuditRow } from '../model/audit.ts'
import type { Manager } from './manager.ts'

/** What is left out: whatever it is. */
export interface EventQuery extends Partial<Omit<EventFilter, 'before' | 'limit'>> {
  readonly limit: number
  /** `next` of an earlier page; left out: the newest. */
  readonly cursor?: string | null
}

export interface EventPage {
  readonly events: readonly AuditRow[]
  /** Cursor of the next page; null where there is none. */
  readonly next: string | null
}

const ANY: Omit<EventFilter, 'before' | 'limit'> = {
  from: null,
  to: null,
  actor: null,
  action: null,
  outcome: null,
  category: null,
  target: null,
  digest: null,
}

/** A page of the audit log, newest first. Rows that come meanwhile shift nothing. REQUEST_INVALID for a foreign cursor. */
export async function listEvents({ database }: Manager, { cursor, limit, ...query }: EventQuery): Promise<EventPage> {
  const before = cursor === undefined || cursor === null ? null : parseCursor(cursor)
  const filter: EventFilter = { ...ANY, ...query, before, limit: limit + 1 }
  const rows = await database.withReadOnly((client) => readEvents(client, filter))
  const events = rows.slice(0, limit)
  const last = events.at(-1)
  return { events, next: rows.length > limit && last !== undefined ? formatCursor(last.id) : null }
}

function formatCursor(id: string): string {
  return Buffer.from(`before ${id}`).toString('base64url')
}

function parseCursor(cursor: string): string {
  const found = /^before (\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString())
  if (found?.[1] === undefined) throw fail('REQUEST_INVALID', { detail: 'query parameter cursor: not one we gave' })
  return found[1]
}
