import { pruneEvents as pruneRows } from '../audit/prune-events.ts'
import type { Manager } from './manager.ts'

const DAY_MS = 24 * 60 * 60 * 1_000

/** Removes audit events older than so many days, 30 at least. Gives how many went; null: another instance is at it. */
export async function pruneEvents(manager: Manager, olderThanDays: number): Promise<number | null> {
  const removed = await pruneRows(manager.database, manager.clock, olderThanDays)
  if (removed !== null && removed > 0) manager.log.info('removed old audit events', { removed, olderThanDays })
  return removed
}

/** Does it now and every day, until the function that is given back is called. A failure is logged and tried again. */
export function pruneEventsDaily(manager: Manager, olderThanDays: number): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  const prune = (): void => {
    running = pruneEvents(manager, olderThanDays).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      manager.log.error('old audit events cannot be removed', { reason })
    })
  }
  const timer = setInterval(prune, DAY_MS)
  timer.unref()
  prune()
  return async () => {
    clearInterval(timer)
    await running
  }
}
