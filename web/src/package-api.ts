import type {
  cancelJobRoute,
  createJobRoute,
  findJobRoute,
  JobReply,
  jobManifestRoute,
  listJobsRoute,
} from '../../src/http/contract/job-routes.ts'
import { addressOf, call, fetchHead, openEvents } from './api.ts'
import type { Body, Reply } from './route-types.ts'

export type Job = JobReply
export type PackageRequest = Body<typeof createJobRoute>
export type Manifest = Reply<typeof jobManifestRoute>

/** The same key gives the same job, however often a call had to be made. */
export const createJob = (target: string, body: PackageRequest, key: string): Promise<Job> =>
  call<typeof createJobRoute>('post', '/packages', { query: { target }, body }, { 'Idempotency-Key': key })

export async function fetchJobs(limit: number): Promise<readonly Job[]> {
  return (await call<typeof listJobsRoute>('get', '/packages', { query: { limit: String(limit) } })).jobs
}

export const fetchJob = (id: string): Promise<Job> => call<typeof findJobRoute>('get', `/packages/${id}`, {})

/** Cancels one that is not over, removes one that is. */
export const endJob = (id: string): Promise<unknown> => call<typeof cancelJobRoute>('delete', `/packages/${id}`, {})

export const fetchManifest = (id: string): Promise<Manifest> =>
  call<typeof jobManifestRoute>('get', `/packages/${id}/manifest`, {})

export const fetchFileHead = (id: string, bytes: number): ReturnType<typeof fetchHead> =>
  fetchHead(`/packages/${id}/file`, bytes)

export const fileAddressOf = (id: string): string => addressOf(`/packages/${id}/file`)

/** Tells of every change of the job until it is over; gives what stops that. */
export function watchJob(id: string, onJob: (job: Job) => void, onClosed: () => void): () => void {
  return openEvents(`/packages/${id}/events`, ['state', 'progress', 'end'], {
    onEvent: (_name, data) => onJob(JSON.parse(data)),
    onClosed,
  })
}
