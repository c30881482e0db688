import type { VersionsReport } from '../model/report.ts'
import type { Context } from './context.ts'
import { describeVersion, namedVersion } from './describe-version.ts'
import { readHistory } from './read-history.ts'
import { readStatus } from './read-status.ts'

/**
 * The history as the specification's list of versions, in history order, with no cap. `currentVersion` is the latest
 * version that a tag or a path names, else the last row's; `null` where nothing ran. A changelog that cannot be read
 * leaves `pending` unknown (`null`) and is logged: the history is shown all the same. Fails with DATABASE_REQUIRED or
 * DATABASE_*.
 */
export async function listVersions(context: Context): Promise<VersionsReport> {
  const { entries } = await readHistory(context)
  const versions = entries.map((entry, index) => describeVersion(entry, index + 1))
  const named = entries.findLast((entry) => namedVersion(entry) !== null)
  const failed = entries.filter((entry) => entry.execType === 'FAILED').length
  return {
    currentVersion: (named && namedVersion(named)) ?? versions.at(-1)?.semanticVersion ?? null,
    summary: {
      total: versions.length,
      applied: versions.length - failed,
      pending: await countPending(context),
      failed,
      lastMigrationDate: versions.at(-1)?.executedAt ?? null,
    },
    versions,
  }
}

async function countPending(context: Context): Promise<number | null> {
  if (context.settings.changelog === null) return null
  try {
    return (await readStatus(context)).counts.pending
  } catch (error) {
    context.log.warn('versions: the changelog cannot be read', { reason: error instanceof Error ? error.message : '' })
    return null
  }
}
