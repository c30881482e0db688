import { complaint, DvmError, fail } from '../errors/dvm-error.ts'
import { type ChangesetKey, formatKey } from '../model/changeset.ts'
import type { HistoryEntry } from '../model/history.ts'
import type { StatusRow, VersionReport } from '../model/report.ts'
import type { Context } from './context.ts'
import { describeVersion } from './describe-version.ts'
import { readHistory } from './read-history.ts'
import { readStatus } from './read-status.ts'

/** An id, and what tells it from others of that id. */
export interface WantedVersion {
  readonly id: string
  readonly author?: string | undefined
  readonly filename?: string | undefined
}

/**
 * One entry of the history with its checksum held against the changelog. Without a changelog, or with one that cannot be
 * read, its `validation.state` is `unknown`. Fails with NOT_FOUND, with VERSION_AMBIGUOUS where several entries have the id,
 * and with DATABASE_*.
 */
export async function findVersion(context: Context, wanted: WantedVersion): Promise<VersionReport> {
  const { entries, table } = await readHistory(context)
  const found = entries.flatMap((entry, index) => (isWanted(entry.key, wanted) ? [{ entry, sequence: index + 1 }] : []))
  const [first, ...more] = found
  if (first === undefined) throw fail('NOT_FOUND', { what: `changeset ${wanted.id} in the history` })
  const others = more.filter(({ entry }) => formatKey(entry.key) !== formatKey(first.entry.key))
  if (others.length > 0) {
    const names = [first, ...others].map(({ entry }) => formatKey(entry.key))
    throw new DvmError([complaint('VERSION_AMBIGUOUS', { version: `id:${wanted.id}`, where: table, found: names })])
  }
  const { entry, sequence } = first
  return { ...describeVersion(entry, sequence), validation: await validationOf(context, entry) }
}

function isWanted({ id, author, path }: ChangesetKey, wanted: WantedVersion): boolean {
  return (
    id === wanted.id &&
    (wanted.author === undefined || wanted.author === author) &&
    (wanted.filename === undefined || wanted.filename === path)
  )
}

async function validationOf(context: Context, entry: HistoryEntry): Promise<VersionReport['validation']> {
  const unknown = { state: 'unknown', recorded: entry.checksum, computed: null, place: null } as const
  if (context.settings.changelog === null) return { ...unknown, because: 'no changelog is configured' }
  try {
    const { rows } = await readStatus(context)
    const row = rows.find(({ key }) => formatKey(key) === formatKey(entry.key))
    return row === undefined ? { ...unknown, because: 'in no changelog file' } : toValidation(row)
  } catch (error) {
    if (!(error instanceof DvmError)) throw error
    context.log.warn('the changelog cannot be read', { reason: error.message })
    return { ...unknown, because: 'the changelog cannot be read; GET /database-versions/validate says why' }
  }
}

function toValidation({ state, because, recorded, computed, place }: StatusRow): VersionReport['validation'] {
  if (state === 'drifted') return { state: 'drifted', because, recorded, computed, place }
  if (state === 'missing') return { state: 'missing', because, recorded, computed, place }
  return { state: state === 'repeated' ? 'repeated' : 'valid', because, recorded, computed, place }
}
