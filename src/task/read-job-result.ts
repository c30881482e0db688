import { Readable } from 'node:stream'
import { fail } from '../errors/dvm-error.ts'
import { PIECE_BYTES, readPiece } from '../job/job-results.ts'
import { findManifest } from '../job/read-jobs.ts'
import type { Job } from '../model/job.ts'
import type { AnyManifest, StagedFacts } from '../model/staged-package.ts'
import type { ByteRange } from '../storage/staging.ts'
import type { Manager } from './manager.ts'
import { IN_MEMORY_UP_TO, type PackageBody } from './package-body.ts'

/** What a job that is done has made. Fails with JOB_NOT_DONE, and with JOB_EXPIRED once its file is kept no more. */
export function requireResult({ clock }: Manager, { state, result, expiresAt }: Job): StagedFacts {
  if (state !== 'done' || result === null || expiresAt === null) throw fail('JOB_NOT_DONE', { state })
  if (Date.parse(expiresAt) <= clock.now().getTime()) throw fail('JOB_EXPIRED', { at: expiresAt })
  return result
}

/** What the package says of itself; fails as `requireResult`. */
export async function readJobManifest(manager: Manager, job: Job): Promise<AnyManifest> {
  requireResult(manager, job)
  const manifest = await manager.database.withClient((client) => findManifest(client, job.id))
  if (manifest === null) throw gone(job)
  return manifest
}

/**
 * The file of a job, in pieces from the manager's tables: a reader that is slow holds no connection. Fails as
 * `requireResult`; a file that goes while it is read fails its stream.
 */
export async function openJobResult(manager: Manager, job: Job): Promise<PackageBody> {
  const { bytes, sha256 } = requireResult(manager, job)
  const open = (range: ByteRange = { start: 0, end: bytes - 1 }): Readable =>
    Readable.from(readPieces(manager, job, range), { objectMode: false })
  if (bytes > IN_MEMORY_UP_TO) return { bytes, sha256, buffer: null, open, release: async () => undefined }
  const buffer = Buffer.concat(await open().toArray())
  return { bytes, sha256, buffer, open, release: async () => undefined }
}

async function* readPieces({ database }: Manager, job: Job, { start, end }: ByteRange): AsyncGenerator<Buffer> {
  for (let number = Math.floor(start / PIECE_BYTES); number * PIECE_BYTES <= end; number += 1) {
    const piece = await database.withClient((client) => readPiece(client, job.id, number))
    if (piece === null) throw gone(job)
    const first = number * PIECE_BYTES
    yield piece.subarray(Math.max(0, start - first), Math.min(PIECE_BYTES, end + 1 - first))
  }
}

/** Removed between two looks. */
function gone({ expiresAt }: Job) {
  return fail('JOB_EXPIRED', { at: expiresAt ?? 'a moment ago' })
}
