import { randomUUID } from 'node:crypto'
import { availableParallelism, hostname } from 'node:os'
import { join } from 'node:path'
import type { CleanUps } from './clean-ups.ts'
import type { AppParts, Target } from './http/app-parts.ts'
import { toProblem } from './http/problem.ts'
import { toDvmError } from './http/send-problem.ts'
import type { Log } from './kit/log.ts'
import type { ShownProblem } from './model/job.ts'
import type { ServerSettings } from './model/server-settings.ts'
import { productRoot } from './storage/product-root.ts'
import { buildInThread } from './task/build-in-thread.ts'
import { type BuildPlaces, type BuildRunner, buildHere } from './task/build-runner.ts'
import { pruneJobsHourly } from './task/prune-jobs.ts'
import type { JobOutcome } from './task/run-job.ts'
import { type RunnerTimes, runJobs } from './task/run-jobs.ts'
import { createJobWatch } from './task/watch-jobs.ts'

/** A file of a job is kept in our own tables, where a larger one would be in the way. */
const MOST_BYTES = 1 << 30
/** One build holds up to three connections of a target, and what a package takes of memory. */
const MOST_AT_ONCE = 4

export interface JobParts extends Pick<AppParts, 'manager' | 'meter' | 'events' | 'roots'> {
  readonly server: ServerSettings
  readonly log: Log
  readonly targets: readonly Target[]
  readonly cleanUps: CleanUps
  readonly times?: Partial<RunnerTimes>
}

/** Takes jobs from the queue that all instances share, and tells of those of all. */
export function composeJobs(parts: JobParts): AppParts['jobs'] {
  const { manager, server, log, targets, roots, cleanUps } = parts
  const places: BuildPlaces = new Map(targets.map(({ name, dumps }) => [name, { ...dumps, log }]))
  const watch = createJobWatch(manager)
  const runner = runJobs({
    manager,
    watch,
    build: chooseRunner(places, server, log),
    instance: `${hostname().slice(0, 100)}/${process.pid}/${randomUUID().slice(0, 8)}`,
    targets: targets.map(({ name }) => name),
    // One core is for those who ask.
    most: Math.min(MOST_AT_ONCE, Math.max(1, availableParallelism() - 1)),
    mostBytes: MOST_BYTES,
    buildTimeoutMs: server.buildTimeoutMs,
    jobDays: server.retention.jobDays,
    toProblem: (error, reference) => showProblem(error, reference, roots, log),
    onEnd: (outcome) => tellEnd(parts, outcome),
    ...(parts.times === undefined ? {} : { times: parts.times }),
  })
  const stopPruning = pruneJobsHourly(manager)
  cleanUps.push(
    () => watch.close(),
    () => stopPruning(),
    () => runner.drain(0),
  )
  return { watch, drain: (patienceMs) => runner.drain(patienceMs) }
}

/** A thread takes a built file: run from its sources, as its tests do, this product has none. */
function chooseRunner(places: BuildPlaces, limits: ServerSettings, log: Log): BuildRunner {
  if (!import.meta.url.endsWith('.js')) return buildHere(places)
  return buildInThread({ script: join(productRoot(), 'dist', 'build-worker.js'), places, limits, log })
}

/** What a job says of an error; what is not in the catalogue is told in the log alone. */
function showProblem(error: unknown, reference: string, roots: readonly string[], log: Log): ShownProblem {
  const known = toDvmError(error, reference)
  if (known.code === 'INTERNAL') {
    log.error('a job failed', { job: reference, stack: error instanceof Error ? error.stack : String(error) })
  }
  return { ...toProblem(known, reference, roots) }
}

function tellEnd({ manager, meter, events, log }: JobParts, outcome: JobOutcome): void {
  const { job, kind, milliseconds, facts, problem } = outcome
  const { id, target, owner, request } = job
  log.info('a job ended', {
    job: id,
    target,
    kind: request.kind,
    outcome: kind,
    milliseconds: Math.round(milliseconds),
  })
  if (kind === 'released' || kind === 'lost') return
  const at = manager.clock.now().toISOString()
  meter.record({ at, milliseconds, kind: request.kind, target, outcome: kind })
  // Who cancelled it is told by the request.
  if (kind === 'cancelled') return
  const detail = { kind: request.kind, ...(problem === null ? { bytes: facts?.bytes } : { code: problem.code }) }
  const digest = facts?.sha256 ?? null
  events.record({ action: 'package.build', outcome: kind, actor: owner, subject: id, target, digest, detail })
}
