import type { Warning } from '../model/changelog.ts'
import type { ChangesetKey } from '../model/changeset.ts'
import type { SelectedChangeset } from '../model/selection.ts'
import { formatVersion, type Version } from '../model/version.ts'
import type { Allowances } from './allowances.ts'
import { toPathPoint, toSteps, type VersionRange, type Way } from './plan-path.ts'
import type { SelectedChangesets } from './selected-changesets.ts'

export interface RangeTaken {
  readonly way: Way
  readonly taken: readonly SelectedChangeset[]
  /** What a target may have beside what it must have and the package's own changesets. */
  readonly known: readonly ChangesetKey[]
  /** False for a changelog, whose changesets have no dates. */
  readonly dated: boolean
}

/** Where a package between two versions begins, and a warning where nothing lies between them. */
export function startOfRange(
  allowances: Allowances,
  range: VersionRange,
  { way, taken, known, dated }: RangeTaken,
): Pick<SelectedChangesets, 'start' | 'warnings'> {
  const again = taken.filter(({ because }) => because === 'runs-always' || because === 'checksum-changed')
  const path = {
    from: toPathPoint(way.from.at, nameOf(range.from, 'nothing: the empty database'), dated),
    to: toPathPoint(way.to.at, nameOf(range.to, 'the newest'), dated),
    steps: toSteps(way.between, dated),
    again: again.map(({ changeset }) => changeset.key),
    differences: [],
  }
  const exact = !takesMore(allowances)
  const empty = way.between.length === 0 ? [nothingBetween(path.from.version, path.to.version, again.length)] : []
  return { start: { path, known, exact }, warnings: empty }
}

/** `--allow extra-history`. */
export function takesMore(allowances: Allowances): boolean {
  return allowances.loosens('extra-history', 'a target may have run more than what the package knows')
}

function nameOf(version: Version | null, otherwise: string): string {
  return version === null ? otherwise : formatVersion(version)
}

function nothingBetween(from: string, to: string, again: number): Warning {
  const rest =
    again === 0 ? 'the package does nothing' : `the package only runs again what an update always runs: ${again}`
  return { code: 'PACKAGE_EMPTY', message: `nothing ran between ${from} and ${to}; ${rest}`, place: null }
}
