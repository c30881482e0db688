import { setTimeout as pause } from 'node:timers/promises'
import { beat, type ClaimedJob } from '../job/claim-jobs.ts'
import type { OnProgress, Progress } from '../model/report.ts'
import type { Manager } from './manager.ts'

/** Why a build ends early: its owner does not want it, this server closes, or another instance has the job by now. */
export class JobStop extends Error {
  readonly why: 'cancelled' | 'drained' | 'lost'

  constructor(why: JobStop['why']) {
    super(`the job is ${why}`)
    this.name = 'JobStop'
    this.why = why
  }
}

export interface Pulse {
  readonly tell: OnProgress
  stop(): Promise<void>
}

/**
 * Gives signs of life, with the progress where there is news; each one looks whether the job is to end. A database that is
 * away for a moment ends no build: should the job be given to another instance meanwhile, the next sign tells.
 */
export function startPulse(
  { database, log }: Manager,
  job: ClaimedJob,
  stop: AbortController,
  milliseconds: number,
): Pulse {
  let news: Progress | null = null
  const over = new AbortController()

  async function beatOnce(): Promise<void> {
    const told = news
    news = null
    const found = await database.withClient((client) => beat(client, job, told))
    if (over.signal.aborted || found === 'going') return
    stop.abort(new JobStop(found === 'cancel' ? 'cancelled' : 'lost'))
  }
  async function goOn(): Promise<void> {
    while (!over.signal.aborted) {
      await pause(milliseconds, undefined, { signal: over.signal }).catch(() => undefined)
      if (over.signal.aborted) return
      await beatOnce().catch((error: unknown) => {
        log.warn('a job cannot tell of itself', {
          job: job.id,
          reason: error instanceof Error ? error.message : 'unknown',
        })
      })
    }
  }
  const going = goOn()
  return {
    tell: (progress) => {
      news = progress
    },
    async stop() {
      over.abort()
      await going
    },
  }
}
