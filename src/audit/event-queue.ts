import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from '../database/database.ts'
import { DvmError } from '../errors/dvm-error.ts'
import type { Log } from '../kit/log.ts'
import { insertEvents, type TimedEvent } from './insert-events.ts'

const BATCH = 500
const GATHER_MS = 200
const LONGEST_PAUSE_MS = 15_000
const CLOSING_MS = 5_000

export interface QueueParts {
  readonly database: Database
  readonly log: Log
  /** Most that wait; what comes beyond is dropped. */
  readonly most: number
  readonly onDropped: (count: number) => void
}

export interface EventQueue {
  /** Never waits and never fails. */
  push(event: TimedEvent): void
  /** Writes what waits, for a few seconds at most; what then is left counts as dropped. */
  close(): Promise<void>
}

/**
 * Events on their way to the table, in batches and in their order. While the database is away they wait; a row that the
 * database refuses is dropped, and keeps no other back.
 */
export function createEventQueue({ database, log, most, onDropped }: QueueParts): EventQueue {
  const waiting: TimedEvent[] = []
  const closing = new AbortController()
  let writing: Promise<void> | null = null
  let dropped = 0

  function drop(count: number): void {
    if (count === 0) return
    // One line when it begins; how many they were is told when it ends.
    if (dropped === 0) log.error('audit events are dropped', { waiting: waiting.length })
    dropped += count
    onDropped(count)
  }

  async function write(): Promise<void> {
    await rest(GATHER_MS, closing.signal)
    for (let tries = 0; waiting.length > 0; ) {
      const batch = waiting.slice(0, BATCH)
      try {
        drop(await writeBatch(database, batch, log))
        waiting.splice(0, batch.length)
        tries = 0
      } catch (error) {
        if (tries === 0) log.warn('audit events wait', { waiting: waiting.length, reason: messageOf(error) })
        tries += 1
        await rest(Math.min(LONGEST_PAUSE_MS, 500 * 2 ** tries), closing.signal)
      }
    }
    if (dropped > 0) log.error('audit events were dropped', { dropped })
    dropped = 0
  }

  return {
    push(event) {
      if (waiting.length >= most) return drop(1)
      waiting.push(event)
      writing ??= write().finally(() => {
        writing = null
      })
    },
    async close() {
      closing.abort()
      const done = new AbortController()
      const late = pause(CLOSING_MS, undefined, { signal: done.signal }).catch(() => undefined)
      await Promise.race([writing, late])
      done.abort()
      drop(waiting.splice(0).length)
    },
  }
}

/** Keeps no process alive, and is cut short to a moment when the queue closes. */
async function rest(milliseconds: number, closing: AbortSignal): Promise<void> {
  if (closing.aborted) await pause(GATHER_MS)
  else await pause(milliseconds, undefined, { signal: closing, ref: false }).catch(() => undefined)
}

/** Gives how many the database refused; throws where it could not be asked. */
async function writeBatch(database: Database, batch: readonly TimedEvent[], log: Log): Promise<number> {
  return database.withClient(async (client) => {
    let refused = 0
    try {
      await insertEvents(client, batch)
      return refused
    } catch (error) {
      if (!isRefusal(error)) throw error
    }
    for (const event of batch) {
      try {
        await insertEvents(client, [event])
      } catch (error) {
        if (!isRefusal(error)) throw error
        refused += 1
        log.error('an audit event cannot be written', { event, reason: messageOf(error) })
      }
    }
    return refused
  })
}

/** The values are at fault: SQLSTATE classes 22, data exception, and 23, integrity constraint violation. */
function isRefusal(error: unknown): boolean {
  const cause = error instanceof DvmError ? (error.cause as { readonly code?: string } | undefined) : undefined
  return /^2[23]/.test(cause?.code ?? '')
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
