import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fail } from '../errors/dvm-error.ts'

const FOLDER = 'staging'
const ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000

/** A temporary file of this product: somebody writes `path`, many may read it, somebody removes it. */
export interface StagedFile {
  readonly path: string
  open(): Readable
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
  return {
    path,
    open: () => createReadStream(path, { highWaterMark: 256 * 1024 }),
    remove: () => rm(path, { force: true }),
  }
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
