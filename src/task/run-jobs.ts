import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { fail } from '../errors/dvm-error.ts'
import { claimJob } from '../job/claim-jobs.ts'
import { failUntaken, recoverLost } from '../job/recover-jobs.ts'
import { createBell } from '../kit/bell.ts'
import { JobStop } from './job-pulse.ts'
import { keptUntil } from './kept-until.ts'
import { type JobOutcome, type RunParts, runJob } from './run-job.ts'
import type { JobWatch } from './watch-jobs.ts'

export interface RunnerTimes {
  /** Between two signs of life, each with the progress. */
  readonly pulseMs: number
  /** Between two looks at the queue, where nobody tells of it. */
  readonly pollMs: number
  /** Without a sign of life for so long, an instance counts as dead. */
  readonly staleMs: number
  readonly recoverMs: number
}

export const USUAL_TIMES: RunnerTimes = { pulseMs: 500, pollMs: 5_000, staleMs: 30_000, recoverMs: 10_000 }

export interface RunnerParts extends Omit<RunParts, 'pulseMs'> {
  readonly watch: JobWatch
  /** Name of this instance, for people who look into the table. */
  readonly instance: string
  /** Targets it can build for. */
  readonly targets: readonly string[]
  /** How many jobs it builds at once. */
  readonly most: number
  readonly onEnd: (outcome: JobOutcome) => void
  readonly times?: Partial<RunnerTimes>
}

export interface JobRunner {
  /**
   * Takes no more jobs, and lets the running ones end for so long; what is not done then waits for another instance. Settles
   * when nothing runs here any more, never fails, and may be called again.
   */
  drain(patienceMs: number): Promise<void>
}

const MOST_TRIES = 2
const UNTAKEN_MS = 24 * 60 * 60 * 1_000

/** Takes jobs from the queue that all instances share and builds them, until it is drained. */
export function runJobs(parts: RunnerParts): JobRunner {
  const { manager, watch, instance, targets, most } = parts
  const times = { ...USUAL_TIMES, ...parts.times }
  const running = new Map<string, { readonly stop: AbortController; readonly over: Promise<void> }>()
  const bell = createBell()
  const closing = new AbortController()
  const unsubscribe = watch.subscribe(({ id, word }) => {
    if (word === 'queued') bell.ring()
    if (word === 'cancel') running.get(id)?.stop.abort(new JobStop('cancelled'))
  })

  async function take(): Promise<boolean> {
    if (running.size >= most) return false
    const job = await manager.database.withClient((client) => claimJob(client, instance, targets, manager.clock.now()))
    if (job === null) return false
    const stop = new AbortController()
    if (closing.signal.aborted) stop.abort(new JobStop('drained'))
    const over = runJob({ ...parts, pulseMs: times.pulseMs }, job, stop)
      .then(parts.onEnd)
      .catch((error: unknown) => manager.log.error('the end of a job cannot be written', { job: job.id, error }))
      .finally(() => {
        running.delete(job.id)
        bell.ring()
      })
    running.set(job.id, { stop, over })
    return true
  }
  async function takeAll(): Promise<void> {
    while (!closing.signal.aborted) {
      const took = await take().catch((error: unknown) => {
        manager.log.warn('the queue of jobs cannot be read', { reason: messageOf(error) })
        return false
      })
      if (!took) await bell.wait(times.pollMs, closing.signal)
    }
  }
  async function recoverAll(): Promise<void> {
    while (!closing.signal.aborted) {
      await recover(parts, times.staleMs).catch((error: unknown) => {
        manager.log.warn('lost jobs cannot be looked for', { reason: messageOf(error) })
      })
      await pause(times.recoverMs, undefined, { signal: closing.signal, ref: false }).catch(() => undefined)
    }
  }
  async function end(patienceMs: number): Promise<void> {
    closing.abort()
    unsubscribe()
    await taking
    const ended = Promise.all([...running.values()].map(({ over }) => over))
    const late = setTimeout(() => {
      for (const { stop } of running.values()) stop.abort(new JobStop('drained'))
    }, patienceMs)
    await ended
    clearTimeout(late)
    await recovering
  }
  const taking = takeAll()
  const recovering = recoverAll()
  let drained: Promise<void> | null = null
  return {
    drain(patienceMs) {
      drained ??= end(patienceMs)
      return drained
    },
  }
}

async function recover({ manager, toProblem, jobDays }: RunnerParts, staleMs: number): Promise<void> {
  const { database, clock, log } = manager
  const at = clock.now()
  const ending = { at, expiresAt: keptUntil(at, jobDays) }
  const problemOf = (detail: string) => toProblem(fail('JOB_LOST', { detail }), randomUUID())
  const lost = problemOf(`the instances that built it died, ${MOST_TRIES} times`)
  const untaken = problemOf('no instance took it within a day')
  const before = new Date(at.getTime() - UNTAKEN_MS)
  const found = await database.withClient(async (client) => [
    ...(await recoverLost(client, { ...ending, staleMs, mostTries: MOST_TRIES, problem: lost })),
    ...(await failUntaken(client, { ...ending, before, problem: untaken })),
  ])
  for (const { id, state, instance } of found) log.warn('found a lost job', { job: id, state, instance })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
