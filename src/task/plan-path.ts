import { type Complaint, DvmError, fail, throwIfAny } from '../errors/dvm-error.ts'
import { inRunOrder, resolveVersion, type VersionPoint } from '../history/resolve-version.ts'
import { formatKey } from '../model/changeset.ts'
import type { HistoryEntry } from '../model/history.ts'
import type { PathPoint, PathStep } from '../model/package-path.ts'
import type { PackageRange } from '../model/settings.ts'
import { formatVersion, type Version } from '../model/version.ts'

export type VersionRange = Extract<PackageRange, { readonly kind: 'versions' }>

/** Two points of a history, the first not behind the second, and what ran between them. */
export interface Way {
  readonly from: VersionPoint
  readonly to: VersionPoint
  readonly between: readonly HistoryEntry[]
}

/**
 * Finds both ends of a range, in the sense of update-to-tag; null stands for the beginning and for the newest. What is wrong
 * with either end is told at once. Fails with VERSION_*, and with RANGE_INVALID where the range leads back.
 */
export function findWay(entries: readonly HistoryEntry[], range: VersionRange, where: string): Way {
  const complaints: Complaint[] = []
  const find = (version: Version): VersionPoint | null => {
    try {
      return resolveVersion(entries, version, { command: 'update', where })
    } catch (error) {
      if (!(error instanceof DvmError)) throw error
      complaints.push(...error.complaints)
      return null
    }
  }
  const from = find(range.from ?? EMPTY)
  const to = range.to === null ? newest(entries) : find(range.to)
  throwIfAny(complaints)
  if (from === null || to === null) throw new Error('a version was neither found nor complained of')
  if (from.at.length > to.at.length) throw leadsBack(from, to)
  return { from, to, between: to.at.slice(from.at.length) }
}

const EMPTY: Version = { kind: 'order', order: 0 }

function newest(entries: readonly HistoryEntry[]): VersionPoint {
  const at = inRunOrder(entries)
  return { version: { kind: 'order', order: at.at(-1)?.order ?? 0 }, at, after: [] }
}

function leadsBack(from: VersionPoint, to: VersionPoint): Error {
  const more = from.at.length - to.at.length
  const [first] = from.at.slice(to.at.length)
  const names = first === undefined ? '' : `, ${formatKey(first.key)} first`
  const detail = `${more} ${more === 1 ? 'changeset' : 'changesets'} ran between them${names}`
  return fail('RANGE_INVALID', { from: formatVersion(from.version), to: formatVersion(to.version), detail })
}

/** What a package says of one end; `dated` is false for a changelog, whose changesets have no dates yet. */
export function toPathPoint(at: readonly HistoryEntry[], version: string, dated: boolean): PathPoint {
  const last = at.at(-1)
  if (last === undefined) return { version, changesets: 0, last: null }
  const { key, order, executedAt, deploymentId: deployment, tag } = last
  const point = { key, order, executedAt: dated ? executedAt : null, deployment, tag }
  return { version, changesets: at.length, last: point }
}

/** One step for each deployment in a row; where none is known, up to each tag. */
export function toSteps(between: readonly HistoryEntry[], dated: boolean): PathStep[] {
  const groups: HistoryEntry[][] = []
  let last: HistoryEntry | undefined
  for (const entry of between) {
    const same = last !== undefined && last.deploymentId === entry.deploymentId
    if (same && (entry.deploymentId !== null || last?.tag === null)) groups.at(-1)?.push(entry)
    else groups.push([entry])
    last = entry
  }
  return groups.map((group) => ({
    deployment: group[0]?.deploymentId ?? null,
    executedAt: dated ? (group.at(-1)?.executedAt ?? null) : null,
    changesets: group.length,
    tags: group.flatMap(({ tag }) => tag ?? []),
  }))
}
