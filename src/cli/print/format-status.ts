import { formatPlace } from '../../model/place.ts'
import type { StatusReport, StatusRow } from '../../model/report.ts'
import type { Output } from '../output.ts'
import type { Paint } from './paint.ts'
import { formatTable } from './table.ts'

const QUIET_STATES: readonly StatusRow['state'][] = ['ran', 'filtered']

/** What needs attention; with `all`, every changeset. */
export function formatStatus(report: StatusReport, output: Output, all: boolean): string {
  const { paint } = output
  const rows = all ? report.rows : report.rows.filter((row) => !QUIET_STATES.includes(row.state))
  const table = formatTable(
    [
      { title: 'STATE' },
      { title: 'ID', cut: true },
      { title: 'AUTHOR', cut: true },
      { title: 'WHERE', cut: true },
      { title: 'WHY', cut: true },
    ],
    rows.map(({ state, key, place, because }) => [
      { text: state, paint: paintOfState(state, paint) },
      key.id,
      key.author,
      place === null ? key.path : formatPlace(place),
      because,
    ]),
    output,
  )
  const { ran, pending, drifted, missing, repeated, filtered } = report.counts
  const counts = Object.entries({ ran, pending, drifted, missing, repeated, filtered })
    .filter(([state, count]) => count > 0 || state === 'ran' || state === 'pending')
    .map(([state, count]) => `${count} ${state}`)
  const lock = report.lock?.locked ? paint.warn(`\nlocked by ${report.lock.lockedBy ?? 'nobody named'}`) : ''
  const head = paint.dim(`${report.changelog} against ${report.database}`)
  return `${head}\n${rows.length === 0 ? '' : table}${counts.join(', ')}${lock}\n`
}

function paintOfState(state: StatusRow['state'], paint: Paint): (text: string) => string {
  switch (state) {
    case 'ran':
      return paint.good
    case 'pending':
      return paint.bold
    case 'filtered':
      return paint.dim
    case 'drifted':
    case 'missing':
    case 'repeated':
      return paint.bad
    default:
      return state satisfies never
  }
}
