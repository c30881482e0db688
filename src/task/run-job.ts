import { setTimeout as pause } from 'node:timers/promises'
import { type DvmError, fail } from '../errors/dvm-error.ts'
import type { ClaimedJob } from '../job/claim-jobs.ts'
import { type Ending, finishDone, finishWithout, releaseJob } from '../job/finish-jobs.ts'
import { PIECE_BYTES, writePiece } from '../job/job-results.ts'
import type { ShownProblem } from '../model/job.ts'
import type { StagedFacts } from '../model/staged-package.ts'
import type { BuildRunner, BuiltFile } from './build-runner.ts'
import { JobStop, startPulse } from './job-pulse.ts'
import { keptUntil } from './kept-until.ts'
import type { Manager } from './manager.ts'

/** How a job ended; `released`: it waits for another instance. */
export interface JobOutcome {
  readonly job: ClaimedJob
  readonly kind: 'done' | 'failed' | 'cancelled' | 'released' | 'lost'
  readonly milliseconds: number
  readonly facts: StagedFacts | null
  readonly problem: ShownProblem | null
}

export interface RunParts {
  readonly manager: Manager
  readonly build: BuildRunner
  readonly buildTimeoutMs: number
  readonly jobDays: number
  /** What a file of a job may have at most. */
  readonly mostBytes: number
  readonly pulseMs: number
  /** What others are shown of an error; the reference is a UUID by which the log can be searched. */
  readonly toProblem: (error: unknown, reference: string) => ShownProblem
}

type Ended = Pick<JobOutcome, 'kind' | 'facts' | 'problem'>

/** Builds a claimed job to its end, keeps its file, and writes down how it went. Fails where that cannot be written. */
export async function runJob(parts: RunParts, job: ClaimedJob, stop: AbortController): Promise<JobOutcome> {
  const start = performance.now()
  const { buildTimeoutMs, build, manager } = parts
  const tooLong = (): DvmError => fail('BUILD_TIMEOUT', { seconds: Math.round(buildTimeoutMs / 1_000) })
  const timer = setTimeout(() => stop.abort(tooLong()), buildTimeoutMs)
  const pulse = startPulse(manager, job, stop, parts.pulseMs)
  try {
    const ended = await build(job, { signal: stop.signal, onProgress: pulse.tell }).then(
      (built) => keep(parts, job, built, stop.signal),
      (error: unknown) => endWithout(parts, job, stop.signal.aborted ? stop.signal.reason : error),
    )
    return { job, milliseconds: performance.now() - start, ...ended }
  } finally {
    clearTimeout(timer)
    await pulse.stop()
  }
}

async function keep(parts: RunParts, job: ClaimedJob, built: BuiltFile, signal: AbortSignal): Promise<Ended> {
  const { facts } = built
  try {
    await store(parts, job, built, signal)
    const done = await persist(parts, (ending) =>
      parts.manager.database.withClient((client) => finishDone(client, job, ending, built)),
    )
    return done ? { kind: 'done', facts, problem: null } : await endWithout(parts, job, new JobStop('cancelled'))
  } catch (error) {
    return await endWithout(parts, job, signal.aborted ? signal.reason : error)
  } finally {
    await built.remove()
  }
}

async function store(
  { manager: { database }, mostBytes }: RunParts,
  job: ClaimedJob,
  { facts, open }: BuiltFile,
  signal: AbortSignal,
): Promise<void> {
  if (facts.bytes > mostBytes) throw fail('JOB_RESULT_TOO_LARGE', { bytes: facts.bytes, most: mostBytes })
  let number = 0
  const write = async (piece: Buffer): Promise<void> => {
    signal.throwIfAborted()
    if (!(await database.withClient((client) => writePiece(client, job, number, piece)))) throw new JobStop('lost')
    number += 1
  }
  let waiting: Buffer[] = []
  let bytes = 0
  for await (const chunk of open()) {
    waiting.push(chunk)
    bytes += chunk.length
    if (bytes < PIECE_BYTES) continue
    let rest = Buffer.concat(waiting)
    for (; rest.length >= PIECE_BYTES; rest = rest.subarray(PIECE_BYTES)) await write(rest.subarray(0, PIECE_BYTES))
    waiting = [rest]
    bytes = rest.length
  }
  if (bytes > 0) await write(Buffer.concat(waiting))
}

async function endWithout(parts: RunParts, job: ClaimedJob, error: unknown): Promise<Ended> {
  const { database } = parts.manager
  const end = (problem: ShownProblem | null): Promise<boolean> =>
    persist(parts, (ending) => database.withClient((client) => finishWithout(client, job, ending, problem)))
  const without = { facts: null, problem: null }
  if (!(error instanceof JobStop)) {
    const problem = parts.toProblem(error, job.id)
    return (await end(problem)) ? { ...without, kind: 'failed', problem } : { ...without, kind: 'lost' }
  }
  if (error.why === 'lost') return { ...without, kind: 'lost' }
  if (error.why === 'drained') {
    const released = await persist(parts, () => database.withClient((client) => releaseJob(client, job)))
    if (released) return { ...without, kind: 'released' }
  }
  return { ...without, kind: (await end(null)) ? 'cancelled' : 'lost' }
}

const TRIES = 5
const AGAIN_MS = 1_000

/** Writes the end down, also where the database is away for a moment. */
async function persist({ manager, jobDays }: RunParts, write: (ending: Ending) => Promise<boolean>): Promise<boolean> {
  const at = manager.clock.now()
  for (let tried = 1; ; tried += 1) {
    try {
      return await write({ at, expiresAt: keptUntil(at, jobDays) })
    } catch (error) {
      if (tried === TRIES) throw error
      await pause(AGAIN_MS)
    }
  }
}
