import { findJob as findRow } from '../job/read-jobs.ts'
import type { Job } from '../model/job.ts'
import type { Manager } from './manager.ts'

/** The job as it stands now. */
export function findJob({ database }: Manager, id: string): Promise<Job | null> {
  return database.withClient((client) => findRow(client, id))
}
