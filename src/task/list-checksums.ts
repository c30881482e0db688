import type { ChecksumVersion } from '../model/checksum.ts'
import type { ChecksumRow } from '../model/report.ts'
import type { Context } from './context.ts'
import { databaseParameters } from './database-parameters.ts'
import { readChangelog } from './read-changelog.ts'

/**
 * Checksum of every changeset in changelog order, without a database. Contexts, labels and dbms leave out what they
 * leave out of a run.
 */
export async function listChecksums(context: Context, version: ChecksumVersion): Promise<readonly ChecksumRow[]> {
  const { filtered, checksum } = readChangelog(context, databaseParameters(context.settings, null))
  return filtered.kept.map((changeset) => ({ key: changeset.key, checksum: checksum(changeset, version) }))
}
