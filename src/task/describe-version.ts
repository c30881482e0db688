import type { HistoryEntry } from '../model/history.ts'
import type { VersionRow } from '../model/report.ts'

/**
 * A history entry as the specification's version. Three of its columns are worked out, by these rules:
 *
 * - `category`: the first folder of the path; `root` for a file in no folder.
 * - `semanticVersion`: X.Y.Z from the entry's own tag (`v2.1.0`, `release-2.1`), else from the last folder or file name
 *   that begins with `vX.Y` or `X.Y.Z`, else `0.0.<sequence>`. A missing patch number is 0.
 * - `displayName`: the file's name without extension and leading number, in words; the changeset's id follows in
 *   brackets where the file name does not hold it.
 */
export function describeVersion(entry: HistoryEntry, sequence: number): VersionRow {
  const { id, author, path } = entry.key
  return {
    sequence,
    id,
    author,
    filename: path,
    checksum: entry.checksum,
    executionType: entry.execType,
    orderExecuted: entry.order,
    liquibaseVersion: entry.liquibase,
    description: entry.description,
    comments: entry.comments,
    tag: entry.tag,
    labels: entry.labels,
    contexts: entry.contexts,
    deploymentId: entry.deploymentId,
    executedAt: entry.executedAt,
    category: categoryOf(path),
    semanticVersion: namedVersion(entry) ?? `0.0.${sequence}`,
    displayName: displayName(path, id),
  }
}

/** The version that the entry's tag or path names, or `null`. */
export function namedVersion(entry: HistoryEntry): string | null {
  const tagged = entry.tag === null ? null : /(?<!\d)(\d+)\.(\d+)(?:\.(\d+))?/.exec(entry.tag)
  if (tagged) return toSemantic(tagged)
  for (const segment of entry.key.path.split('/').reverse()) {
    const found = /^(?:v(\d+)\.(\d+)(?:\.(\d+))?|(\d+)\.(\d+)\.(\d+))(?![\d])/i.exec(segment)
    if (found) return toSemantic(found[1] === undefined ? ['', found[4], found[5], found[6]] : found)
  }
  return null
}

function toSemantic([, major, minor, patch]: readonly (string | undefined)[]): string {
  return `${Number(major)}.${Number(minor)}.${Number(patch ?? 0)}`
}

function categoryOf(path: string): string {
  const [first, ...rest] = path.split('/')
  return first !== undefined && rest.length > 0 ? first : 'root'
}

function displayName(path: string, id: string): string {
  const file = path.split('/').at(-1) ?? path
  const stem = file.replace(/\.[^.]+$/, '')
  const words = stem
    .replace(/^[\d_.-]+(?=\p{L})/u, '')
    .replace(/[-_.\s]+/g, ' ')
    .trim()
  const name = words === '' ? stem : words.charAt(0).toUpperCase() + words.slice(1)
  return stem.includes(id) ? name : `${name} (${id})`
}
