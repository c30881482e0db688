import type { Job } from '../model/job.ts'
import type { JobReply } from './contract/job-routes.ts'
import type { Problem } from './contract/problem.ts'

/** What is told of a job. */
export function toJobReply(job: Job): JobReply {
  const { id, target, kind, owner, state, cancelRequested, progress, createdAt, startedAt, finishedAt, expiresAt } = job
  return {
    id,
    target,
    kind,
    owner: { kind: owner.kind, name: owner.name },
    state,
    cancelRequested,
    progress,
    createdAt,
    startedAt,
    finishedAt,
    expiresAt,
    // Written by this product, as the API shows it.
    problem: job.problem as Problem | null,
    result: job.result,
  }
}
