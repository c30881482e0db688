import { fail } from '../errors/dvm-error.ts'
import { nearestNames } from '../kit/nearest-names.ts'
import { formatKey, normalizePath } from '../model/changeset.ts'
import type { HistoryEntry } from '../model/history.ts'
import { formatVersion, type Version } from '../model/version.ts'

/** A version, found: what had run there, and what ran afterwards. Together they are the whole history, in run order. */
export interface VersionPoint {
  readonly version: Version
  readonly at: readonly HistoryEntry[]
  readonly after: readonly HistoryEntry[]
}

export interface VersionReading {
  /**
   * Whose sense a tag has. `rollback` undoes the tagDatabase changeset as well (AfterTagChangeSetFilter); `update` is what
   * update-to-tag leaves, with that changeset. A tag that was put on an entry afterwards means the same to both.
   */
  readonly command?: 'rollback' | 'update'
  /** Whose entries these are, for messages. */
  readonly where?: string
}

/** How many names a message offers. */
const OFFERED = 3

/**
 * Finds a version in a history, as Liquibase's filters do: entries in the order of their dates, then numbers; tags whatever
 * their case (AfterTagChangeSetFilter, UpToTagChangeSetFilter); of a date what ran until that millisecond
 * (ExecutedAfterChangeSetFilter). Fails with VERSION_NOT_FOUND, and with VERSION_AMBIGUOUS where Liquibase would take one of
 * several.
 */
export function resolveVersion(
  entries: readonly HistoryEntry[],
  version: Version,
  { command = 'rollback', where = 'the history' }: VersionReading = {},
): VersionPoint {
  const ran = inRunOrder(entries)
  const count = countAt(ran, version, command, where)
  return { version, at: ran.slice(0, count), after: ran.slice(count) }
}

/** By date, then by number (StandardChangeLogHistoryService): a server's clock that was set back moves an entry. */
export function inRunOrder(entries: readonly HistoryEntry[]): HistoryEntry[] {
  return [...entries].sort((a, b) =>
    a.executedAt === b.executedAt ? a.order - b.order : a.executedAt < b.executedAt ? -1 : 1,
  )
}

function countAt(
  ran: readonly HistoryEntry[],
  version: Version,
  command: 'rollback' | 'update',
  where: string,
): number {
  switch (version.kind) {
    case 'date':
      return ran.findLastIndex((entry) => entry.executedAt <= version.date) + 1
    case 'deployment': {
      const last = ran.findLastIndex((entry) => entry.deploymentId === version.deployment)
      if (last === -1) throw notFound(ran, version, where)
      return last + 1
    }
    case 'order':
      return version.order === 0 ? 0 : single(ran, version, where) + 1
    case 'id':
      return single(ran, version, where) + 1
    case 'tag': {
      const at = single(ran, version, where)
      const undone = command === 'rollback' && ran[at]?.description?.trim() === 'tagDatabase'
      return undone ? at : at + 1
    }
    default:
      return version satisfies never
  }
}

/** The place of the one entry that is meant. */
function single(ran: readonly HistoryEntry[], version: Version, where: string): number {
  const places = ran.flatMap((entry, place) => (names(version, entry) ? [place] : []))
  const [first] = places
  if (first === undefined) throw notFound(ran, version, where)
  if (places.length === 1) return first
  const found = places.flatMap((place) => {
    const entry = ran[place]
    return entry === undefined ? [] : [`order:${entry.order} (${formatKey(entry.key)})`]
  })
  throw fail('VERSION_AMBIGUOUS', { version: formatVersion(version), where, found })
}

function names(version: Version, { key, order, tag }: HistoryEntry): boolean {
  switch (version.kind) {
    case 'tag':
      return tag?.toLowerCase() === version.tag.toLowerCase()
    case 'order':
      return order === version.order
    case 'id':
      return (
        key.id === version.id &&
        (version.author === null || key.author === version.author) &&
        (version.path === null || normalizePath(key.path) === normalizePath(version.path))
      )
    default:
      return false
  }
}

function notFound(ran: readonly HistoryEntry[], version: Version, where: string): Error {
  return fail('VERSION_NOT_FOUND', { version: formatVersion(version), where, nearest: offered(ran, version) })
}

function offered(ran: readonly HistoryEntry[], version: Version): string[] {
  const near = (wanted: string, all: readonly (string | null)[]): string[] =>
    nearestNames(
      wanted,
      all.flatMap((name) => name ?? []),
      OFFERED,
    )
  switch (version.kind) {
    case 'tag':
      return near(
        version.tag,
        ran.map((entry) => entry.tag),
      ).map((tag) => `tag:${tag}`)
    case 'id': {
      const wanted = [version.id, version.author, version.path].filter((part) => part !== null)
      const named = ran.map(({ key }) => [key.id, key.author, key.path].slice(0, wanted.length).join('::'))
      return near(wanted.join('::'), named).map((id) => `id:${id}`)
    }
    case 'deployment':
      return near(
        version.deployment,
        ran.map((entry) => entry.deploymentId),
      ).map((id) => `deployment:${id}`)
    case 'order':
      return ran
        .map((entry) => entry.order)
        .sort((a, b) => Math.abs(a - version.order) - Math.abs(b - version.order))
        .slice(0, OFFERED)
        .map((order) => `order:${order}`)
    case 'date':
      return []
    default:
      return version satisfies never
  }
}
