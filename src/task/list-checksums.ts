import type { ChecksumVersion } from '../model/checksum.ts'
import type { ChecksumRow } from '../model/report.ts'
import type { Context } from './context.ts'

/** Checksum of every changeset in changelog order, without a database. */
export async function listChecksums(_context: Context, _version: ChecksumVersion): Promise<readonly ChecksumRow[]> {
  throw new Error('not built yet')
}
