import { formatMadeObjects } from '../../model/made-objects.ts'
import type { ApplyOutcome, ApplyReport } from '../../model/report.ts'
import type { Output } from '../output.ts'
import type { Paint } from './paint.ts'
import { formatTable } from './table.ts'
import { formatDuration } from './units.ts'

const UNTIMED: readonly ApplyOutcome[] = ['never-tried', 'planned']

/** One line per changeset that was not skipped, then the count of each outcome. */
export function formatApply(report: ApplyReport, output: Output): string {
  const { paint } = output
  const rows = report.rows.filter((row) => row.outcome !== 'skipped')
  const table = formatTable(
    [
      { title: 'OUTCOME' },
      { title: 'TIME', align: 'right' },
      { title: 'ID', cut: true },
      { title: 'AUTHOR', cut: true },
      { title: 'FILE', cut: true },
      { title: 'MESSAGE', cut: true },
    ],
    rows.map(({ outcome, milliseconds, key, message }) => [
      { text: outcome, paint: paintOfOutcome(outcome, paint) },
      UNTIMED.includes(outcome) ? '' : formatDuration(milliseconds),
      key.id,
      key.author,
      key.path,
      message ?? '',
    ]),
    output,
  )
  const none = report.dryRun ? 'planned' : report.counts['rolled-back'] > 0 ? 'rolled-back' : 'applied'
  const counts = Object.entries(report.counts)
    .filter(([outcome, count]) => count > 0 || outcome === none)
    .map(([outcome, count]) => `${count} ${outcome}`)
  const done = report.dryRun ? paint.bold('dry run, nothing was changed') : paint.good('done')
  const state = report.ok ? done : paint.bad('stopped')
  const did = report.made === null ? counts.join(', ') : formatMadeObjects(report.made)
  const total = `${state}: ${did} on ${report.database} in ${formatDuration(report.milliseconds)}`
  return `${rows.length === 0 ? '' : table}${total}\n`
}

function paintOfOutcome(outcome: ApplyOutcome, paint: Paint): (text: string) => string {
  switch (outcome) {
    case 'applied':
    case 'rolled-back':
      return paint.good
    case 'failed':
    case 'undone':
      return paint.bad
    case 'marked-ran':
    case 'not-recorded':
      return paint.warn
    case 'skipped':
    case 'never-tried':
      return paint.dim
    case 'planned':
      return paint.bold
    default:
      return outcome satisfies never
  }
}
