import { z } from 'zod'
import type { Code } from '../../errors/catalog.ts'
import { JOB_OWNERS, JOB_STATES } from '../../model/job.ts'
import { REQUESTED_KINDS } from '../../model/package-request.ts'
import { packageRequest } from './package-request.ts'
import { problem } from './problem.ts'
import { json, NO_PARAMS, NO_QUERY, type ReplyContract, route } from './route.ts'
import { target } from './values.ts'

const MOST_JOBS = 200
const USUAL_JOBS = 50

/** Visible ASCII. */
export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,200}$/

const time = z.iso.datetime()
const id = z.uuid()

const progress = z.strictObject({
  phase: z.enum(['read', 'render', 'write', 'apply', 'record']),
  done: z.int(),
  total: z.int().describe('0 where it is not known yet'),
  current: z.string(),
})

export const jobReply = z
  .strictObject({
    id,
    target: z.string(),
    kind: z.enum(REQUESTED_KINDS),
    owner: z.strictObject({ kind: z.enum(JOB_OWNERS), name: z.string() }),
    state: z.enum(JOB_STATES),
    cancelRequested: z.boolean().describe('Whether it is to end; it has not yet where its state is running'),
    progress: progress.nullable(),
    createdAt: time,
    startedAt: time.nullable(),
    finishedAt: time.nullable(),
    expiresAt: time.nullable().describe('Until when its file is kept'),
    problem: problem.nullable().describe('Why it failed'),
    result: z
      .strictObject({
        fileName: z.string(),
        contentType: z.string(),
        bytes: z.int(),
        sha256: z.string(),
        kind: z.enum(REQUESTED_KINDS),
        generatedAt: z.string(),
        changesets: z.int().nullable(),
      })
      .nullable()
      .describe('What its file is, once it is done'),
  })
  .meta({ id: 'Job' })
export type JobReply = z.output<typeof jobReply>

const SHARED = { tag: 'Jobs', params: z.strictObject({ jobId: id }), query: NO_QUERY, body: null } as const
const EXAMPLE = { params: { jobId: '7d9f3b52-5c0e-4a53-9d0b-2a8f0f6f5c11' } }
const OF_DATABASE = ['DATABASE_UNREACHABLE', 'DATABASE_REFUSED', 'DATABASE_BUSY'] as const satisfies readonly Code[]
const OF_JOB: readonly Code[] = ['JOB_NOT_FOUND', ...OF_DATABASE]
const OF_RESULT: readonly Code[] = ['JOB_NOT_DONE', 'JOB_EXPIRED', ...OF_JOB]
const RETRY = { 'Retry-After': 'After how many seconds to look again, while it is not over' }

export const createJobRoute = route({
  id: 'createJob',
  method: 'post',
  path: '/packages',
  tag: 'Jobs',
  summary: 'Builds a package while nobody waits',
  description: 'For builds that take long; the job is kept for as long as its file, and a month longer.',
  access: 'database-management',
  audit: 'job.create',
  params: NO_PARAMS,
  query: z.strictObject({ target: target.optional() }),
  headers: z.object({
    'Idempotency-Key': z
      .string()
      .regex(IDEMPOTENCY_KEY)
      .optional()
      .describe('The same request may then be sent again: it gives the same job'),
  }),
  body: packageRequest,
  replies: {
    202: {
      ...json('The job, which waits for its turn', jobReply),
      headers: { Location: 'Where to look after it', ...RETRY },
    },
  },
  problems: ['NOT_FOUND', 'IDEMPOTENCY_KEY_REUSED', 'JOB_QUEUE_FULL', 'JOB_RESULTS_FULL', ...OF_DATABASE],
  example: { body: { kind: 'offline' } },
})

export const listJobsRoute = route({
  id: 'listJobs',
  method: 'get',
  path: '/packages',
  tag: 'Jobs',
  summary: 'Jobs of whoever asks, or of everybody, newest first',
  access: 'signed-in',
  params: NO_PARAMS,
  query: z.strictObject({
    owner: z
      .enum(['me', 'everybody'])
      .default('me')
      .describe('everybody: those on the targets where whoever asks has the permission operate'),
    state: z.enum(JOB_STATES).optional(),
    // Not `target`: that would mean the first one where it is left out.
    about: target.optional().describe('Name of a target'),
    cursor: z.string().max(100).optional(),
    limit: z
      .string()
      .regex(/^\d{1,3}$/, 'expected a whole number')
      .transform(Number)
      .refine((value) => value >= 1 && value <= MOST_JOBS, { message: `expected 1 to ${MOST_JOBS}` })
      .default(USUAL_JOBS),
  }),
  body: null,
  replies: {
    200: json(
      'A page of jobs',
      z
        .strictObject({
          jobs: z.array(jobReply),
          next: z.string().nullable().describe('Value of cursor for the next page'),
        })
        .meta({ id: 'JobPage' }),
    ),
  },
  problems: OF_DATABASE,
  example: { query: { state: 'done', limit: '20' } },
})

export const findJobRoute = route({
  ...SHARED,
  id: 'findJob',
  method: 'get',
  path: '/packages/{jobId}',
  summary: 'How far a job is',
  description: 'Jobs of others are there for those alone who have the permission operate on their targets.',
  access: 'signed-in',
  replies: { 200: { ...json('The job', jobReply), headers: RETRY } },
  problems: OF_JOB,
  example: EXAMPLE,
})

export const jobEventsRoute = route({
  ...SHARED,
  id: 'jobEvents',
  method: 'get',
  path: '/packages/{jobId}/events',
  summary: 'How far a job is, as it goes on',
  description:
    'Server-Sent Events: `state` when the state changes and `progress` in between, `end` when it is over; the data is the ' +
    'job each time. The id is the number of the change: with Last-Event-ID only what came later is told. A stream ends ' +
    'after some minutes, or when its server closes; clients of the standard connect again by themselves.',
  access: 'signed-in',
  headers: z.object({
    'Last-Event-ID': z.string().optional().describe('Id of the last event that the client has'),
  }),
  replies: {
    200: { description: 'Events until the job is over', type: 'text/event-stream', schema: null },
    204: { description: 'It is over, and Last-Event-ID says that the client knows', type: null, schema: null },
  },
  problems: OF_JOB,
  example: EXAMPLE,
})

const FILE: ReplyContract = {
  description: 'The file',
  type: 'application/octet-stream',
  otherTypes: ['text/plain', 'application/xml', 'application/x-tar', 'application/gzip', 'application/zstd'],
  schema: null,
  headers: {
    ETag: 'Strong: SHA-256 of the file, with the name of the content coding behind it',
    'Repr-Digest': 'SHA-256 of the representation (RFC 9530)',
    'Content-Disposition': 'Name of the file',
    'Accept-Ranges': 'bytes',
    'X-Package-SHA256': 'SHA-256 of the file, hexadecimal',
  },
}

export const jobFileRoute = route({
  ...SHARED,
  id: 'jobFile',
  method: 'get',
  path: '/packages/{jobId}/file',
  summary: 'The package that a job has built',
  access: 'signed-in',
  audit: 'package.download',
  replies: {
    200: FILE,
    206: { ...FILE, description: 'The range that was asked for' },
    304: { description: 'The client has it already', type: null, schema: null },
  },
  problems: ['ETAG_MISMATCH', 'RANGE_UNSATISFIABLE', ...OF_RESULT],
  example: EXAMPLE,
})

export const jobManifestRoute = route({
  ...SHARED,
  id: 'jobManifest',
  method: 'get',
  path: '/packages/{jobId}/manifest',
  summary: 'What the package of a job says about itself',
  access: 'signed-in',
  replies: { 200: json('The manifest', z.looseObject({ kind: z.string(), generatedAt: z.string() })) },
  problems: OF_RESULT,
  example: EXAMPLE,
})

export const cancelJobRoute = route({
  ...SHARED,
  id: 'cancelJob',
  method: 'delete',
  path: '/packages/{jobId}',
  summary: 'Cancels a job, or removes one that is over',
  description: 'A running job ends within seconds, wherever it runs.',
  access: 'signed-in',
  audit: 'job.cancel',
  replies: {
    202: json('The job, which is cancelled or will be in a moment', jobReply),
    204: { description: 'It was over, and is removed', type: null, schema: null },
  },
  problems: ['CSRF_INVALID', 'ORIGIN_REFUSED', ...OF_JOB],
  example: EXAMPLE,
})
