import type { Response } from 'express'
import { fail } from '../../errors/dvm-error.ts'
import { createBell } from '../../kit/bell.ts'
import { isOver, type Job, type JobState } from '../../model/job.ts'
import { findJob } from '../../task/find-job.ts'
import type { AppParts } from '../app-parts.ts'
import { jobEventsRoute } from '../contract/job-routes.ts'
import { type Endpoint, endpoint } from '../endpoint.ts'
import { requireJob } from '../require-job.ts'
import { type EventStream, sendEvents } from '../send-events.ts'
import { toJobReply } from '../to-job-reply.ts'

const LOOK_MS = 1_500
/** People sign out, and permissions go, while a stream is open: it ends soon, and whoever comes again is asked again. */
const LONGEST_MS = 30_000
const MOST_OF_ONE = 8
const BUSY_SECONDS = 10

/** `GET /packages/{jobId}/events`: looked up on every news of the job, so that any instance can tell of it. */
export function jobEvents(parts: AppParts): Endpoint {
  const open = new Map<string, number>()
  return endpoint(jobEventsRoute, async ({ params, identity, request, response, signal }) => {
    const job = await requireJob(parts.manager, params.jobId, identity)
    const seen = Number(request.get('last-event-id') ?? Number.NaN)
    if (isOver(job.state) && seen === job.revision) {
      response.status(204).end()
      return 'sent'
    }
    const key = `${identity?.kind} ${identity?.id}`
    takeSlot(open, key, response)
    const stream = sendEvents(response)
    try {
      if (request.method !== 'HEAD') await follow(parts, job, { stream, seen, signal })
    } finally {
      leaveSlot(open, key)
      stream.end()
    }
    return 'sent'
  })
}

interface Following {
  readonly stream: EventStream
  /** The change that the client knows; NaN: none. */
  readonly seen: number
  readonly signal: AbortSignal
}

async function follow(parts: AppParts, job: Job, { stream, seen, signal }: Following): Promise<void> {
  const bell = createBell()
  const unsubscribe = parts.jobs.watch.subscribe(({ id }) => {
    if (id === job.id) bell.ring()
  })
  const end = performance.now() + LONGEST_MS
  let known: { readonly revision: number; readonly state: JobState | null } = { revision: seen, state: null }
  try {
    for (let now: Job | null = job; now !== null; now = await findJob(parts.manager, job.id)) {
      if (now.revision !== known.revision) {
        await stream.send(eventOf(now, known.state), now.revision, toJobReply(now))
        if (isOver(now.state)) return
      }
      known = now
      if (signal.aborted || parts.isDraining() || performance.now() > end) return
      await bell.wait(LOOK_MS, signal)
      await stream.keepAlive()
    }
  } finally {
    unsubscribe()
  }
}

function eventOf({ state }: Job, before: JobState | null): 'state' | 'progress' | 'end' {
  if (isOver(state)) return 'end'
  return state === before ? 'progress' : 'state'
}

/** A stream costs a connection, and looks at the table again and again. RATE_LIMITED. */
function takeSlot(open: Map<string, number>, key: string, response: Response): void {
  const count = open.get(key) ?? 0
  if (count >= MOST_OF_ONE) {
    response.setHeader('Retry-After', BUSY_SECONDS)
    throw fail('RATE_LIMITED', { seconds: BUSY_SECONDS })
  }
  open.set(key, count + 1)
}

function leaveSlot(open: Map<string, number>, key: string): void {
  const count = (open.get(key) ?? 1) - 1
  if (count === 0) open.delete(key)
  else open.set(key, count)
}
