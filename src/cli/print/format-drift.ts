import type { DriftReport } from '../../model/comparison.ts'
import type { Output } from '../output.ts'
import { formatDifferences, formatIgnored } from './format-differences.ts'
import { visible } from './visible.ts'

const WORDS = { missing: 'lacking', extra: 'made by no changeset:', changed: 'changed' }

/** What the database has that no changeset made, and the reverse. */
export function formatDrift(report: DriftReport, output: Output): string {
  const { paint } = output
  const { database, differences, changesets, scratchServer, notes } = report
  const head = `${database.label} against ${report.changelog}; ${changesets} changesets run again on ${scratchServer}`
  const legend = differences.some(({ state }) => state === 'changed')
    ? paint.dim('- what the changesets make, + what is there\n')
    : ''
  const verdict = report.drifted
    ? `${differences.length} ${differences.length === 1 ? 'object' : 'objects'}: ${paint.bad('not what the changesets make')}`
    : paint.good(`the database is what its changesets make${report.ignored.count > 0 ? ', but for these' : ''}`)
  return [
    `${paint.dim(visible(head))}\n`,
    legend,
    formatDifferences(differences, WORDS, output),
    formatIgnored(report.ignored, output),
    ...notes.map((note) => paint.warn(`${visible(note)}\n`)),
    `${verdict}\n`,
    report.drifted || report.ignored.count > 0 ? '' : `fingerprint ${database.fingerprint}\n`,
  ].join('')
}
