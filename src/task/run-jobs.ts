import { claimJob } from '../job/claim-jobs.ts'
import { createBell } from '../kit/bell.ts'
import { JobStop } from './job-pulse.ts'
import { type RecoveryTimes, recoverJobs } from './recover-jobs.ts'
import { type JobOutcome, type RunParts, runJob } from './run-job.ts'
import type { JobWatch } from './watch-jobs.ts'

export interface RunnerTimes extends RecoveryTimes {
  /** Between two signs of life, each with the progress. */
  readonly pulseMs: number
  /** Between two looks at the queue, where nobody tells of it. */
  readonly pollMs: number
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

interface RunningJob {
  readonly id: string
  readonly stop: AbortController
  readonly over: Promise<void>
}

/** Takes jobs from the queue that all instances share and builds them, until it is drained. */
export function runJobs(parts: RunnerParts): JobRunner {
  const { manager, watch, instance, targets, most } = parts
  const times = { ...USUAL_TIMES, ...parts.times }
  // By claim: a job that was given up for lost may come back while its first build is still ending.
  const running = new Map<string, RunningJob>()
  const bell = createBell()
  const closing = new AbortController()
  const unsubscribe = watch.subscribe(({ id, word }) => {
    if (word === 'queued') bell.ring()
    if (word !== 'cancel') return
    for (const job of running.values()) if (job.id === id) job.stop.abort(new JobStop('cancelled'))
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
        running.delete(job.claim)
        bell.ring()
      })
    running.set(job.claim, { id: job.id, stop, over })
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
  const recovering = recoverJobs(parts, times, closing.signal)
  let drained: Promise<void> | null = null
  return {
    drain(patienceMs) {
      drained ??= end(patienceMs)
      return drained
    },
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
