import { createEventQueue } from '../audit/event-queue.ts'
import { createEventSampler } from '../audit/event-sampler.ts'
import { insertEvents, type TimedEvent } from '../audit/insert-events.ts'
import type { Client } from '../database/database.ts'
import type { Log } from '../kit/log.ts'
import { type AuditEvent, categoryOf } from '../model/audit.ts'
import type { Manager } from './manager.ts'

const MOST_WAITING = 20_000

/** Where events go on their way to the audit log. */
export interface EventRecorder {
  /** For what was read, built or refused: written a moment later, never waits and never fails. */
  record(event: AuditEvent): void
  /** For what changes who may what: written before it resolves. Fails with DATABASE_*. */
  recordNow(event: AuditEvent): Promise<void>
  /** The same in a transaction of the caller's, on the manager's database. */
  recordIn(client: Client, event: AuditEvent): Promise<void>
  /** Writes what waits. */
  close(): Promise<void>
}

/** Who counts what goes through a recorder. */
export interface EventCounts {
  /** Every event, also those that were left out as one of many. */
  readonly onEvent: (event: AuditEvent) => void
  readonly onDropped: (count: number) => void
}

/** The audit log of the manager's tables. Events that concern security are written to the log too, as warnings. */
export function createEventRecorder(manager: Manager, counts: EventCounts): EventRecorder {
  const { database, clock, log } = manager
  const { onEvent, onDropped } = counts
  const queue = createEventQueue({ database, log, most: MOST_WAITING, onDropped })
  const sample = createEventSampler()
  const timed = (event: AuditEvent): TimedEvent => ({ ...event, at: clock.now().toISOString() })

  async function recordIn(client: Client, event: AuditEvent): Promise<void> {
    // Told first: whatever becomes of the row, the log has it.
    onEvent(event)
    tell(log, event)
    await insertEvents(client, [timed(event)])
  }
  return {
    record(event) {
      onEvent(event)
      const kept = sample(event, clock.now().getTime())
      if (kept === null) return
      tell(log, kept)
      queue.push(timed(kept))
    },
    recordNow: (event) => database.withClient((client) => recordIn(client, event)),
    recordIn,
    close: () => queue.close(),
  }
}

/** Where there are no tables of the manager's. */
export const silentRecorder: EventRecorder = {
  record: () => undefined,
  recordNow: async () => undefined,
  recordIn: async () => undefined,
  close: async () => undefined,
}

function tell(log: Log, event: AuditEvent): void {
  if (categoryOf(event.action, event.outcome) === 'security') log.warn('security event', { ...event })
}
