import { fail } from '../errors/dvm-error.ts'
import { type JobFilter, readJobs, type TargetNames } from '../job/read-jobs.ts'
import type { Job } from '../model/job.ts'
import type { Manager } from './manager.ts'

export type { TargetNames }

export interface JobQuery extends Omit<JobFilter, 'before'> {
  /** `next` of an earlier page; null: the newest. */
  readonly cursor: string | null
}

export interface JobPage {
  readonly jobs: readonly Job[]
  /** Cursor of the next page; null where there is none. */
  readonly next: string | null
}

/** A page of jobs, newest first. Jobs that come meanwhile shift nothing. REQUEST_INVALID for a foreign cursor. */
export async function listJobs({ database }: Manager, { cursor, ...query }: JobQuery): Promise<JobPage> {
  const before = cursor === null ? null : parseCursor(cursor)
  const found = await database.withClient((client) => readJobs(client, { ...query, before, limit: query.limit + 1 }))
  const jobs = found.slice(0, query.limit)
  const last = jobs.at(-1)
  return { jobs, next: found.length > jobs.length && last !== undefined ? formatCursor(last.number) : null }
}

function formatCursor(number: string): string {
  return Buffer.from(`job ${number}`).toString('base64url')
}

function parseCursor(cursor: string): string {
  const found = /^job (\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString())
  if (found?.[1] === undefined) throw fail('REQUEST_INVALID', { detail: 'query parameter cursor: not one we gave' })
  return found[1]
}
