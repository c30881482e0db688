import { parentPort, workerData } from 'node:worker_threads'
import { compose } from './compose.ts'
import { openDatabase } from './database/open-database.ts'
import { servingPool } from './database/serving-pools.ts'
import { DvmError } from './errors/dvm-error.ts'
import type { Log, LogLevel } from './kit/log.ts'
import type { Progress } from './model/report.ts'
import { keepFile } from './storage/keep-file.ts'
import type { BuildMessage, BuildTask, BuildWord } from './task/build-thread.ts'
import { stageAnyPackage } from './task/stage-any-package.ts'

/** More often nobody looks, and each message takes time of the thread that answers requests. */
const PROGRESS_MS = 200

/** The thread in which a job of a server is built: one package, then it ends. */
async function buildOne(port: NonNullable<typeof parentPort>, task: BuildTask): Promise<void> {
  const { settings, limits, request, databases } = task
  const post = (message: BuildMessage): void => port.postMessage(message)
  const flag = new Int32Array(task.stopped)
  const stop = new AbortController()
  port.on('message', (_word: BuildWord) => stop.abort())
  const target = settings.database
  const database = target === null ? null : openDatabase(target, servingPool('dumps', limits))
  const context = await compose(settings, { database, log: logTo(post) })
  try {
    const { facts, manifest, path } = await stageAnyPackage(context, request, {
      signal: stop.signal,
      onProgress: throttled(post, () => {
        if (Atomics.load(flag, 0) === 1) stop.abort()
      }),
      findDatabase: (name) => databases[name] ?? null,
    })
    // The end of a thread takes its temporary files away.
    post({ kind: 'built', facts, manifest, path: await keepFile(path, settings.stateDir) })
  } catch (error) {
    const complaints = error instanceof DvmError ? error.complaints : null
    post({ kind: 'failed', complaints, stack: error instanceof Error ? String(error.stack) : String(error) })
  } finally {
    await database?.close()
  }
  port.close()
}

function throttled(post: (message: BuildMessage) => void, look: () => void): (progress: Progress) => void {
  let last = Number.NEGATIVE_INFINITY
  return (progress) => {
    look()
    const now = performance.now()
    if (now - last < PROGRESS_MS) return
    last = now
    post({ kind: 'progress', progress })
  }
}

function logTo(post: (message: BuildMessage) => void): Log {
  const at = (level: LogLevel) => (message: string, facts?: Record<string, unknown>) => {
    // As text first: a fact may be something that cannot be handed to another thread.
    post({ kind: 'log', level, message, facts: facts === undefined ? null : JSON.parse(JSON.stringify(facts)) })
  }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

if (parentPort !== null) await buildOne(parentPort, workerData as BuildTask)
