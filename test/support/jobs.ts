import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { toProblem } from '../../src/http/problem.ts'
import { toDvmError } from '../../src/http/send-problem.ts'
import { sha256 } from '../../src/kit/digest.ts'
import type { Job, JobOwner } from '../../src/model/job.ts'
import type { PackageRequest } from '../../src/model/package-request.ts'
import type { AnyManifest } from '../../src/model/staged-package.ts'
import type { BuildRunner, BuiltFile } from '../../src/task/build-runner.ts'
import { findJob } from '../../src/task/find-job.ts'
import type { Manager } from '../../src/task/manager.ts'
import type { JobOutcome } from '../../src/task/run-job.ts'
import { type JobRunner, type RunnerParts, runJobs } from '../../src/task/run-jobs.ts'
import { createJobWatch, type JobWatch } from '../../src/task/watch-jobs.ts'

export const OFFLINE: PackageRequest = {
  kind: 'offline',
  upTo: null,
  contexts: null,
  labels: null,
  transaction: null,
  client: null,
}
export const ANNA: JobOwner = { kind: 'user', id: 'id of anna', name: 'anna' }

/** An order for a package; `contexts` tells one from another. */
export function order(changes: { owner?: JobOwner; key?: string | null; contexts?: string[]; target?: string } = {}) {
  const { owner = ANNA, key = null, contexts = null, target = 'shop' } = changes
  return { target, request: { ...OFFLINE, contexts } as PackageRequest, owner, idempotencyKey: key }
}

/** What a runner has built, with a note of whether it was removed. */
export function builtFile(bytes: Buffer, removed: string[] = []): BuiltFile {
  const generatedAt = '2026-01-31T12:00:00.000Z'
  const facts = { fileName: 'shop.sql', contentType: 'text/plain; charset=UTF-8', bytes: bytes.length }
  return {
    facts: { ...facts, sha256: sha256(bytes), kind: 'offline', generatedAt, changesets: 3 },
    manifest: { kind: 'offline', generatedAt, warnings: [] } as unknown as AnyManifest,
    open: () => Readable.from(slices(bytes)),
    remove: async () => void removed.push(sha256(bytes)),
  }
}

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += 300_001) yield bytes.subarray(start, start + 300_001)
}

/** A build that goes on until it is let go or stopped. */
export function heldBuild(bytes = Buffer.from('-- built\n')) {
  const started: string[] = []
  let letGo: () => void = () => undefined
  const released = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const build: BuildRunner = async ({ target }, { signal, onProgress }) => {
    started.push(target)
    onProgress({ phase: 'render', done: started.length, total: 9, current: 'a.sql::1::anna' })
    await Promise.race([released, new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))])
    signal.throwIfAborted()
    return builtFile(bytes)
  }
  return { build, started, letGo: () => letGo() }
}

export interface TestInstance {
  readonly runner: JobRunner
  readonly watch: JobWatch
  readonly ended: JobOutcome[]
  stop(): Promise<void>
}

const QUICK = { pulseMs: 50, pollMs: 200, staleMs: 1_500, recoverMs: 100 }

/** One instance that takes jobs. */
export function startInstance(manager: Manager, build: BuildRunner, parts: Partial<RunnerParts> = {}): TestInstance {
  const watch = createJobWatch(manager)
  const ended: JobOutcome[] = []
  const runner = runJobs({
    manager,
    watch,
    build,
    instance: `test ${randomUUID()}`,
    targets: ['shop'],
    most: 2,
    mostBytes: 1 << 30,
    buildTimeoutMs: 60_000,
    jobDays: 7,
    toProblem: (error, reference) => ({ ...toProblem(toDvmError(error, reference), reference, ['/srv/changelogs']) }),
    onEnd: (outcome) => void ended.push(outcome),
    times: QUICK,
    ...parts,
  })
  return {
    runner,
    watch,
    ended,
    stop: async () => {
      await runner.drain(0)
      await watch.close()
    },
  }
}

/** The job, as soon as it is as wanted. */
export async function untilJob(manager: Manager, id: string, wanted: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const job = await findJob(manager, id)
    if (job === null) throw new Error(`no job ${id}`)
    if (wanted(job)) return job
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
