import type { AuditAction, AuditEvent } from '../model/audit.ts'

/** What a stranger can bring about as often as they like. */
const SAMPLED: ReadonlySet<AuditAction> = new Set(['access.deny', 'csrf.refuse', 'host.refuse', 'rate.limit'])
const MINUTE_MS = 60_000
const MOST_CALLERS = 5_000

interface Window {
  readonly since: number
  unrecorded: number
}

/** Null: not to be recorded. Else the event, with the number of equal ones that were left out before it. */
export type SampleEvent = (event: AuditEvent, now: number) => AuditEvent | null

/**
 * Of what strangers can bring about, one event a minute for each action, identity and address, so that nobody fills the
 * table; and of all callers together no more than `perMinute`, so that many addresses do not either.
 */
export function createEventSampler(perMinute = 600): SampleEvent {
  const windows = new Map<string, Window>()
  let minute = { since: Number.NEGATIVE_INFINITY, taken: 0 }

  return (event, now) => {
    if (!isSampled(event)) return event
    const key = JSON.stringify([event.action, event.actor.kind, event.actor.id, event.from])
    const window = windows.get(key)
    if (now - minute.since >= MINUTE_MS) minute = { since: now, taken: 0 }
    if ((window !== undefined && now - window.since < MINUTE_MS) || minute.taken >= perMinute) {
      if (window !== undefined) window.unrecorded += 1
      return null
    }
    minute.taken += 1
    // Taken out first: a Map keeps the order of insertion, and the caller seen longest ago is forgotten first.
    windows.delete(key)
    windows.set(key, { since: now, unrecorded: 0 })
    const [oldest] = windows.keys()
    if (oldest !== undefined && windows.size > MOST_CALLERS) windows.delete(oldest)
    if (window === undefined || window.unrecorded === 0) return event
    return { ...event, detail: { ...event.detail, unrecorded: window.unrecorded } }
  }
}

/** A token that is none costs its sender nothing; a password that is tried is throttled, and each try is told. */
function isSampled({ action, outcome }: AuditEvent): boolean {
  return SAMPLED.has(action) || (action === 'sign-in' && outcome === 'refused')
}
