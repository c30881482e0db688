import { expireJobs } from '../job/expire-jobs.ts'
import type { Manager } from './manager.ts'

const HOUR_MS = 60 * 60 * 1_000

/** Removes the files of jobs that are over for long enough, and a month later the jobs. One instance does it at a time. */
export async function pruneJobs({ database, clock, log }: Manager): Promise<void> {
  const gone = await expireJobs(database, clock.now())
  if (gone !== null && gone.files + gone.jobs > 0) log.info('removed old jobs', { ...gone })
}

/** Does it now and every hour, until the function that is given back is called. A failure is logged and tried again. */
export function pruneJobsHourly(manager: Manager): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  const prune = (): void => {
    running = pruneJobs(manager).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      manager.log.error('old jobs cannot be removed', { reason })
    })
  }
  const timer = setInterval(prune, HOUR_MS)
  timer.unref()
  prune()
  return async () => {
    clearInterval(timer)
    await running
  }
}
