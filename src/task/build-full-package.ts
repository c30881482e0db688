import type { DumpManifest } from '../model/dump-manifest.ts'
import type { Context } from './context.ts'
import { type DumpRequest, dumpDatabase } from './dump-database.ts'

/**
 * Builds a package of the live database: definitions, rows, then indexes, keys and triggers, the order in which it restores
 * fast. Streamed: memory does not grow with the database. Errors are those of `dumpDatabase`, and COMPRESSION_UNAVAILABLE.
 */
export async function buildFullPackage(context: Context, request: DumpRequest): Promise<DumpManifest> {
  return dumpDatabase(context, 'full', request)
}
