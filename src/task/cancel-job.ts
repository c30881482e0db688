import { fail } from '../errors/dvm-error.ts'
import { findJob } from '../job/read-jobs.ts'
import { deleteJob, requestCancel } from '../job/write-jobs.ts'
import type { Job } from '../model/job.ts'
import { keptUntil } from './kept-until.ts'
import type { Manager } from './manager.ts'

/**
 * Ends a job that is not over: one that waits is cancelled at once, one that runs within a second or two, wherever it runs.
 * Removes one that is over, with its file; the answer is null then. JOB_NOT_FOUND.
 */
export function cancelJob({ database, clock }: Manager, id: string, jobDays: number): Promise<Job | null> {
  const now = clock.now()
  return database.withClient(async (client) => {
    if (!(await requestCancel(client, id, now, keptUntil(now, jobDays)))) {
      if (await deleteJob(client, id)) return null
      throw fail('JOB_NOT_FOUND', {})
    }
    const job = await findJob(client, id)
    if (job === null) throw fail('JOB_NOT_FOUND', {})
    return job
  })
}
