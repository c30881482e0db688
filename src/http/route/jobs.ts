import type { Request, Response } from 'express'
import { DvmError, fail } from '../../errors/dvm-error.ts'
import type { Identity } from '../../model/identity.ts'
import { isOver, type Job } from '../../model/job.ts'
import { cancelJob } from '../../task/cancel-job.ts'
import { createJob, QUEUE_FULL_SECONDS } from '../../task/create-job.ts'
import { listJobs } from '../../task/list-jobs.ts'
import type { AppParts } from '../app-parts.ts'
import { setAuditFacts } from '../audit-facts.ts'
import { cancelJobRoute, createJobRoute, findJobRoute, IDEMPOTENCY_KEY, listJobsRoute } from '../contract/job-routes.ts'
import { type Endpoint, endpoint, reply } from '../endpoint.ts'
import { BUILD_POINTS, callerKey } from '../limit/limits.ts'
import { requireJob, seenTargets } from '../require-job.ts'
import { requireTarget } from '../require-target.ts'
import { toJobReply } from '../to-job-reply.ts'
import { jobEvents } from './job-events.ts'
import { jobFile, jobManifest } from './job-file.ts'
import { requireOthers } from './package-endpoint.ts'

const RETRY_SECONDS = 2

/** `/packages`: builds that take long, and what they have made. */
export function jobEndpoints(parts: AppParts): readonly Endpoint[] {
  const { manager } = parts
  return [
    createJobEndpoint(parts),
    listJobsEndpoint(parts),
    endpoint(findJobRoute, async ({ params, identity }) => {
      const job = await requireJob(manager, params.jobId, identity)
      return reply(200, toJobReply(job), isOver(job.state) ? {} : { 'Retry-After': String(RETRY_SECONDS) })
    }),
    endpoint(cancelJobRoute, async ({ params, identity, response }) => {
      const { id, target, kind } = await requireJob(manager, params.jobId, identity)
      setAuditFacts(response, { subject: id, target, detail: { kind } })
      const cancelled = await cancelJob(manager, id, parts.server.retention.jobDays)
      if (cancelled !== null) return reply(202, toJobReply(cancelled))
      setAuditFacts(response, { action: 'job.delete' })
      return reply(204, undefined)
    }),
    jobEvents(parts),
    jobFile(parts),
    jobManifest(parts),
  ]
}

function createJobEndpoint(parts: AppParts): Endpoint {
  return endpoint(createJobRoute, async ({ query, body, identity, request, response }) => {
    const { name } = requireTarget(parts, query.target)
    requireOthers(parts, body, identity)
    parts.limits?.identities.charge(callerKey(response, identity), BUILD_POINTS)
    setAuditFacts(response, { detail: { kind: body.kind } })
    const given = { target: name, request: body, owner: ownerOf(identity), idempotencyKey: keyOf(request) }
    const job = await createJob(parts.manager, given, parts.jobs.queue).catch((error: unknown) => {
      throw withRetry(error, response)
    })
    setAuditFacts(response, { subject: job.id })
    return reply(202, toJobReply(job), {
      Location: `/api/v1/packages/${job.id}`,
      ...(isOver(job.state) ? {} : { 'Retry-After': String(RETRY_SECONDS) }),
    })
  })
}

function listJobsEndpoint({ manager }: AppParts): Endpoint {
  return endpoint(listJobsRoute, async ({ query, identity }) => {
    if (identity === null) throw fail('SIGN_IN_REQUIRED', {})
    const { own, everybodys } = seenTargets(identity)
    const all = query.owner === 'everybody'
    if (all && everybodys?.length === 0) throw fail('ACCESS_DENIED', { permission: 'operate' })
    const page = await listJobs(manager, {
      owner: ownerOf(identity),
      ownOn: own,
      everybodysOn: all ? everybodys : [],
      state: query.state ?? null,
      target: query.about ?? null,
      cursor: query.cursor ?? null,
      limit: query.limit,
    })
    return reply(200, { jobs: page.jobs.map(toJobReply), next: page.next })
  })
}

function ownerOf(identity: Identity | null): Job['owner'] {
  if (identity === null) throw fail('SIGN_IN_REQUIRED', {})
  return { kind: identity.kind, id: identity.id, name: identity.name }
}

function keyOf(request: Request): string | null {
  const given = request.get('idempotency-key')
  if (given === undefined || IDEMPOTENCY_KEY.test(given)) return given ?? null
  throw fail('REQUEST_INVALID', { detail: 'header Idempotency-Key: expected 1 to 200 visible ASCII characters' })
}

function withRetry(error: unknown, response: Response): unknown {
  if (error instanceof DvmError && error.code === 'JOB_QUEUE_FULL') {
    response.setHeader('Retry-After', QUEUE_FULL_SECONDS)
  }
  return error
}
