import { isUnreadable, stand } from '../history/stand.ts'
import type { Warning } from '../model/changelog.ts'
import { formatKey } from '../model/changeset.ts'
import type { ValidationReport } from '../model/report.ts'
import type { Context } from './context.ts'
import { databaseParameters } from './database-parameters.ts'
import { type ReadChangelog, readChangelog } from './read-changelog.ts'
import { loadHistory } from './read-history.ts'

type Fault = ValidationReport['faults'][number]

/**
 * Recomputes every checksum; lists drift, missing and repeated changesets and files that no changelog includes. Without
 * a database only the files are judged.
 */
export async function validate(context: Context): Promise<ValidationReport> {
  const history = context.database === null ? null : await loadHistory(context, 'validate')
  const read = readChangelog(context, databaseParameters(context.settings, history?.server ?? null), history?.entries)
  const { kept, skipped } = read.filtered
  const others = skipped.map((item) => item.changeset)
  const standing = stand(kept, others, history?.entries ?? [], read.checksum)
  for (const changeset of kept) if (changeset.faults.length === 0) read.checksum(changeset, 9)
  const faults: Fault[] = [
    ...standing.drifted.map(
      (item): Fault => ({
        kind: 'drifted',
        message: `changeset ${formatKey(item.changeset.key)} was edited after it ran (number ${item.entry.order}, ${item.entry.executedAt})`,
        place: item.changeset.place,
        recorded: item.recorded,
        computed: item.computed,
      }),
    ),
    ...standing.missing.map((entry) =>
      plain('missing', `changeset ${formatKey(entry.key)} ran (number ${entry.order}) but is in no changelog file`),
    ),
    ...standing.repeated.map((group) =>
      plain(
        'repeated',
        `changeset ${formatKey(group[0]?.key ?? { id: '', author: '', path: '' })} stands ${group.length} times in the history`,
      ),
    ),
    ...orphans(context, read).map((path) => plain('orphan', `${path} is in the tree, but no changelog includes it`)),
  ]
  const ok = faults.every((fault) => fault.kind === 'orphan')
  const away = new Set(others.filter(isUnreadable))
  const unasked = standing.ran.flatMap(({ changeset }) => (away.has(changeset) ? changeset.faults : []))
  const warnings = [...read.warningsOf(standing.pending), ...[...read.waived, ...unasked].map(waivedWarning)]
  return { ok, checked: kept.length + others.length, faults, warnings }
}

/** Liquibase says nothing of it; who asks what is wrong is told. */
function waivedWarning({ code, message, place }: ReadChangelog['waived'][number]): Warning {
  return { code, message: `${message}; its changeset ran, so that nobody asks`, place }
}

function plain(kind: Fault['kind'], message: string): Fault {
  return { kind, message, place: null, recorded: null, computed: null }
}

const CHANGELOG_FILE = /\.(?:sql|xml|ya?ml|json|csv)$/i

/** Changelog-like files below the root changelog's folder that were never read. */
function orphans(context: Context, read: ReadChangelog): string[] {
  const seen = new Set(read.changelog.files.map((file) => file.path))
  const folder = read.changelog.root.includes('/') ? read.changelog.root.replace(/\/[^/]*$/, '') : ''
  return context.sources
    .list(folder)
    .map((file) => file.path)
    .filter((path) => CHANGELOG_FILE.test(path) && !/(?:^|\/)(?:node_modules|\.[^/]+)\//.test(path) && !seen.has(path))
    .sort()
}
