import { countJobs as countRows } from '../job/read-jobs.ts'
import type { JobState } from '../model/job.ts'
import type { Manager } from './manager.ts'

/** How many jobs of all instances are in each state; those that are over count until they are removed. Fails with DATABASE_*. */
export function countJobs({ database }: Manager): Promise<Readonly<Record<JobState, number>>> {
  return database.withClient(countRows)
}
