import type { ChangesetKey } from '../../model/changeset.ts'
import { formatPlace, type Place } from '../../model/place.ts'
import type { Decision } from '../../model/selection.ts'
import type { Output } from '../output.ts'
import { formatTable } from './table.ts'

export interface ExplainedChangeset {
  readonly key: ChangesetKey
  readonly place: Place
  readonly decision: Decision
}

/** Every changeset, in or out, with the reason. */
export function formatDecisions(explained: readonly ExplainedChangeset[], output: Output): string {
  const { paint } = output
  return formatTable(
    [
      { title: 'VERDICT' },
      { title: 'WHY' },
      { title: 'ID', cut: true },
      { title: 'AUTHOR', cut: true },
      { title: 'WHERE', cut: true },
    ],
    explained.map(({ key, place, decision }) => [
      { text: decision.verdict, paint: decision.verdict === 'include' ? paint.good : paint.dim },
      decision.verdict === 'skip' && decision.detail !== ''
        ? `${decision.because}: ${decision.detail}`
        : decision.because,
      key.id,
      key.author,
      formatPlace(place),
    ]),
    output,
  )
}
