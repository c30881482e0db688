import { fail } from '../errors/dvm-error.ts'
import type { Changeset } from '../model/changeset.ts'
import type { HistoryEntry } from '../model/history.ts'
import type { SelectedChangeset } from '../model/selection.ts'
import { formatVersion, type Version } from '../model/version.ts'
import { tagOf } from '../select/up-to-tag.ts'
import { Allowances } from './allowances.ts'
import type { Context } from './context.ts'
import { findWay, type VersionRange } from './plan-path.ts'
import type { ReadChangelog } from './read-changelog.ts'
import type { SelectedChangesets, Tell } from './selected-changesets.ts'
import { startOfRange } from './start-of-range.ts'

/**
 * What stands between two points of a changelog, without a database: a target at the first must have recorded what stands
 * before it, but for what may leave no row. What update-to-tag would look at again on the way is in the package, too.
 */
export function selectBetween(
  context: Context,
  range: VersionRange,
  read: ReadChangelog,
  tell: Tell,
): SelectedChangesets {
  for (const [option, version] of [
    ['--from', range.from],
    ['--to', range.to],
  ] as const) {
    if (version?.kind === 'deployment' || version?.kind === 'date') throw needsHistory(option, version)
  }
  const { kept } = read.filtered
  const way = findWay(kept.map(toEntry), range, 'the changelog')
  const [first, last] = [way.from.at.length, way.to.at.length]
  const selected: SelectedChangeset[] = []
  kept.forEach((changeset, place) => {
    const because = reasonFor(changeset, place, first, last)
    if (because !== null) {
      selected.push({ changeset, because, entry: null })
      tell(changeset, { verdict: 'include', because })
    } else if (place < first) {
      tell(changeset, {
        verdict: 'skip',
        because: 'before-version',
        detail: `number ${place + 1}, before ${first + 1}`,
      })
    } else {
      tell(changeset, { verdict: 'skip', because: 'beyond-version', detail: `number ${place + 1}, behind ${last}` })
    }
  })
  const before = kept.slice(0, first)
  const allowances = new Allowances(context.settings.package.allow)
  return {
    selected,
    required: before.filter((changeset) => !mayLeaveNoRow(changeset)).map(({ key }) => key),
    ...startOfRange(allowances, range, {
      way,
      taken: selected,
      known: before.filter(mayLeaveNoRow).map(({ key }) => key),
      dated: false,
    }),
    ...allowances.result(),
  }
}

function reasonFor(
  changeset: Changeset,
  place: number,
  first: number,
  last: number,
): SelectedChangeset['because'] | null {
  if (place >= last) return null
  if (place >= first) return 'whole-changelog'
  if (changeset.runAlways) return 'runs-always'
  return changeset.runOnChange ? 'checksum-changed' : null
}

/** Liquibase goes on after it without recording it (ChangeSet.execute): it stays pending on the target. */
export function mayLeaveNoRow({ preconditions, failOnError }: Changeset): boolean {
  return failOnError === false || preconditions?.onFail === 'CONTINUE' || preconditions?.onError === 'CONTINUE'
}

/** The changelog as the history of a database that ran all of it: numbers are places. */
function toEntry(changeset: Changeset, index: number): HistoryEntry {
  return {
    key: changeset.key,
    executedAt: '',
    order: index + 1,
    execType: 'EXECUTED',
    checksum: null,
    description: null,
    comments: changeset.comments,
    tag: tagOf(changeset),
    liquibase: null,
    contexts: null,
    labels: null,
    deploymentId: null,
  }
}

function needsHistory(option: string, version: Version): Error {
  return fail('DATABASE_REQUIRED', { command: `${option} ${formatVersion(version)}, which a changelog cannot tell,` })
}
