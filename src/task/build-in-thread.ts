import { Worker } from 'node:worker_threads'
import type { ServingLimits } from '../database/serving-pools.ts'
import { DvmError } from '../errors/dvm-error.ts'
import type { Log } from '../kit/log.ts'
import { createStagedFolder } from '../storage/staging.ts'
import { type BuildPlaces, type BuildRunner, type BuildWatching, databasesOf, requirePlace } from './build-runner.ts'
import type { BuildMessage, BuildTask, BuildWord } from './build-thread.ts'

/** How long a thread that was told to stop may take to do so by itself. */
const GRACE_MS = 1_000

export interface ThreadParts {
  /** The built `build-worker`. */
  readonly script: string
  readonly places: BuildPlaces
  readonly limits: ServingLimits
  readonly log: Log
}

type Built = Extract<BuildMessage, { kind: 'built' }>

/** Each build in a thread of its own, so that requests are answered meanwhile; one that does not stop is ended. */
export function buildInThread({ script, places, limits, log }: ThreadParts): BuildRunner {
  return async ({ target, request }, watching) => {
    const { settings } = requirePlace(places, target)
    const folder = await createStagedFolder(settings.stateDir)
    const task: BuildTask = {
      settings: { ...settings, stateDir: folder.path },
      limits,
      request,
      databases: databasesOf(places),
      stopped: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT),
    }
    const worker = new Worker(script, { workerData: task, name: 'build' })
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
    try {
      const { facts, manifest, path } = await untilBuilt(worker, task, watching, log)
      // Its memory is needed by the next one.
      await untilGone(worker, ended)
      return { facts, manifest, open: () => folder.open(path), remove: folder.remove }
    } catch (error) {
      // Whatever the thread was writing is written into the folder: it goes when the thread is gone.
      await untilGone(worker, ended)
      await folder.remove()
      throw error
    }
  }
}

async function untilGone(worker: Worker, ended: Promise<void>): Promise<void> {
  const late = setTimeout(() => void worker.terminate(), GRACE_MS)
  await ended
  clearTimeout(late)
}

function untilBuilt(worker: Worker, task: BuildTask, { signal, onProgress }: BuildWatching, log: Log): Promise<Built> {
  return new Promise<Built>((resolve, reject) => {
    let late: NodeJS.Timeout | undefined
    const stop = (): void => {
      Atomics.store(new Int32Array(task.stopped), 0, 1)
      worker.postMessage('stop' satisfies BuildWord)
      late = setTimeout(() => void worker.terminate(), GRACE_MS)
    }
    const failed = (error: unknown): void => reject(signal.aborted ? signal.reason : error)
    worker.on('message', (message: BuildMessage) => {
      if (message.kind === 'progress') onProgress(message.progress)
      if (message.kind === 'log') log[message.level](message.message, message.facts ?? {})
      if (message.kind === 'built') resolve(message)
      if (message.kind === 'failed') failed(toError(message))
    })
    // Out of memory, or an error nobody caught: the thread is gone, this process is not.
    worker.on('error', failed)
    worker.once('exit', (code) => {
      clearTimeout(late)
      failed(new Error(`the thread that built ended with ${code}`))
    })
    signal.addEventListener('abort', stop, { once: true })
    worker.once('exit', () => signal.removeEventListener('abort', stop))
    if (signal.aborted) stop()
  })
}

function toError({ complaints, stack }: Extract<BuildMessage, { kind: 'failed' }>): Error {
  const [first, ...rest] = complaints ?? []
  if (first !== undefined) return new DvmError([first, ...rest])
  return Object.assign(new Error('the build failed'), { stack })
}
