import { randomUUID } from 'node:crypto'
import { createReadStream, rmSync } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fail } from '../errors/dvm-error.ts'

const FOLDER = 'staging'
const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000

/** The first and the last byte of a part, counted from 0, as HTTP counts them. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** A temporary file of this product: somebody writes `path`, many may read it, somebody removes it. */
export interface StagedFile {
  readonly path: string
  open(range?: ByteRange): Readable
  /** Never fails where the file is gone already. Readers that are open keep their bytes (POSIX). */
  remove(): Promise<void>
}

/** Names a new file below `stateDir`/staging; the folder is made, readable by this user only. FILE_WRITE_FAILED. */
export async function createStagedFile(stateDir: string, extension: string): Promise<StagedFile> {
  const folder = join(stateDir, FOLDER)
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw fail('FILE_WRITE_FAILED', { path: folder, reason: reasonOf(cause) }, null, { cause })
  }
  const path = join(folder, `${randomUUID()}${extension}`)
  lend(path)
  return {
    path,
    open: (range) => createReadStream(path, { ...range, highWaterMark: 256 * 1024 }),
    remove: async () => {
      await rm(path, { force: true })
      lent.delete(path)
    },
  }
}

/** A folder of this product that stands in for the state folder of one build: what the build leaves goes with it. */
export interface StagedFolder {
  readonly path: string
  /** Reads a file in it. */
  open(path: string): Readable
  /** Never fails where it is gone already. */
  remove(): Promise<void>
}

/** Makes a new folder below `stateDir`/staging, for this user only. FILE_WRITE_FAILED. */
export async function createStagedFolder(stateDir: string): Promise<StagedFolder> {
  const path = join(stateDir, FOLDER, randomUUID())
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw fail('FILE_WRITE_FAILED', { path, reason: reasonOf(cause) }, null, { cause })
  }
  lend(path)
  return {
    path,
    open: (file) => createReadStream(file, { highWaterMark: 256 * 1024 }),
    remove: async () => {
      // Whoever was stopped half-way may still be making a file in it.
      await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
      lent.delete(path)
    },
  }
}

const lent = new Set<string>()

/** Whether a path is that of a staged file, which does not outlive its process: nothing is gained by a sync. */
export function isStaged(path: string): boolean {
  return lent.has(path)
}

/** A process that is told to end has no time to wait, and what it staged may be all the rows of a database. */
function lend(path: string): void {
  if (!process.listeners('exit').includes(removeAll)) process.once('exit', removeAll)
  lent.add(path)
}

function removeAll(): void {
  for (const path of lent) rmSync(path, { recursive: true, force: true })
}

/**
 * Removes what a killed process left in the staging folder. Only files older than a day go: another process may share
 * the state folder, and its build may be under way. Returns how many went.
 */
export async function sweepStaging(stateDir: string, now: Date): Promise<number> {
  const folder = join(stateDir, FOLDER)
  let names: string[]
  try {
    names = await readdir(folder)
  } catch {
    return 0
  }
  let swept = 0
  for (const name of names) {
    const path = join(folder, name)
    const facts = await stat(path).catch(() => null)
    if (facts === null || now.getTime() - facts.mtimeMs < ABANDONED_AFTER_MS) continue
    await rm(path, { force: true, recursive: true })
    swept += 1
  }
  return swept
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'
}
