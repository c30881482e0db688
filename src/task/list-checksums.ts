import type { Warning } from '../model/changelog.ts'
import type { ChecksumVersion } from '../model/checksum.ts'
import type { ChecksumRow } from '../model/report.ts'
import type { Context } from './context.ts'
import { databaseParameters } from './database-parameters.ts'
import { readChangelog } from './read-changelog.ts'

/**
 * Checksum of every changeset in changelog order, without a database. Contexts, labels and dbms leave out what they
 * leave out of a run. Data is hashed and not read, as Liquibase does it: a CSV that cannot be loaded has its checksum.
 */
export async function listChecksums(
  context: Context,
  version: ChecksumVersion,
  onWarnings: (warnings: readonly Warning[]) => void = () => undefined,
): Promise<readonly ChecksumRow[]> {
  const { filtered, checksum, warningsOf } = readChangelog(context, databaseParameters(context.settings, null))
  onWarnings(warningsOf(filtered.kept))
  return filtered.kept.map((changeset) => ({ key: changeset.key, checksum: checksum(changeset, version) }))
}
