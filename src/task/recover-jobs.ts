import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { fail } from '../errors/dvm-error.ts'
import { failUntaken, recoverLost } from '../job/recover-jobs.ts'
import { keptUntil } from './kept-until.ts'
import type { RunParts } from './run-job.ts'

const MOST_TRIES = 2
const UNTAKEN_MS = 24 * 60 * 60 * 1_000

export type RecoveryParts = Pick<RunParts, 'manager' | 'toProblem' | 'jobDays'>

export interface RecoveryTimes {
  /** Without a sign of life for so long, an instance counts as dead. */
  readonly staleMs: number
  readonly recoverMs: number
}

/** Looks for the jobs of dead instances, and for those that nobody takes, until the signal is aborted. Never fails. */
export async function recoverJobs(parts: RecoveryParts, times: RecoveryTimes, signal: AbortSignal): Promise<void> {
  const { log } = parts.manager
  while (!signal.aborted) {
    await recover(parts, times.staleMs).catch((error: unknown) => {
      log.warn('lost jobs cannot be looked for', { reason: error instanceof Error ? error.message : String(error) })
    })
    await pause(times.recoverMs, undefined, { signal, ref: false }).catch(() => undefined)
  }
}

async function recover({ manager, toProblem, jobDays }: RecoveryParts, staleMs: number): Promise<void> {
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
