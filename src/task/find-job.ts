import { countJobs as countRows, findJob as findRow } from '../job/read-jobs.ts'
import type { Job } from '../model/job.ts'
import type { Manager } from './manager.ts'

/** The job as it stands now. */
export function findJob({ database }: Manager, id: string): Promise<Job | null> {
  return database.withClient((client) => findRow(client, id))
}

/** How many there are of each state. */
export function countJobs({ database }: Manager): Promise<Readonly<Record<string, number>>> {
  return database.withClient(countRows)
}
