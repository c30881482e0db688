import { fail } from '../errors/dvm-error.ts'
import { findJob } from '../job/read-jobs.ts'
import { insertJob, type NewJob, type QueueLimits } from '../job/write-jobs.ts'
import type { Job } from '../model/job.ts'
import type { Manager } from './manager.ts'

export type { NewJob, QueueLimits }

export const USUAL_QUEUE: QueueLimits = { ofOne: 20, ofAll: 500, keptBytes: 4 * 2 ** 30 }
/** What is told to those who find the queue full. */
export const QUEUE_FULL_SECONDS = 15

/**
 * Queues a package for whichever instance has time; with an idempotency key that its owner used before for the same, gives
 * the job of then. Fails with IDEMPOTENCY_KEY_REUSED, JOB_QUEUE_FULL and
 * JOB_RESULTS_FULL.
 */
export async function createJob(
  { database, clock }: Manager,
  given: NewJob,
  limits: QueueLimits = USUAL_QUEUE,
): Promise<Job> {
  const inserted = await insertJob(database, given, limits, clock.now())
  if (inserted.kind === 'reused') throw fail('IDEMPOTENCY_KEY_REUSED', {})
  if (inserted.kind === 'stuffed') throw fail('JOB_RESULTS_FULL', { bytes: inserted.bytes, most: limits.keptBytes })
  if (inserted.kind === 'full') {
    const { whose } = inserted
    const most = whose === 'you' ? limits.ofOne : limits.ofAll
    throw fail('JOB_QUEUE_FULL', { whose, most, seconds: QUEUE_FULL_SECONDS })
  }
  const job = await database.withClient((client) => findJob(client, inserted.id))
  if (job === null) throw fail('JOB_NOT_FOUND', {})
  return job
}
