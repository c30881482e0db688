import type { Log } from './kit/log.ts'

/** What has to be undone when a server closes, or does not come up. */
export type CleanUps = (() => Promise<void>)[]

/** Last started, first stopped: requests end before the database goes. One failure does not keep the rest running. */
export async function runBackwards(cleanUps: CleanUps, log: Log): Promise<void> {
  for (let cleanUp = cleanUps.pop(); cleanUp !== undefined; cleanUp = cleanUps.pop()) {
    try {
      await cleanUp()
    } catch (error) {
      log.error('closing failed', { reason: error instanceof Error ? error.message : String(error) })
    }
  }
}
