import type { DriftReport } from '../model/comparison.ts'
import { reportPage } from '../template/report-page.ts'
import { counted, databasesBlock, remarks } from './report-blocks.ts'

/** `dvm drift` as one HTML file. */
export function driftPage(report: DriftReport): string {
  const { database, differences, drifted, changesets } = report
  const text = drifted
    ? `The database is not what its changesets make: ${counted(differences.length, 'object differs', 'objects differ')}.`
    : 'The database is what its changesets make.'
  return reportPage({
    title: 'Drift',
    subtitle: `${database.label} against ${report.changelog}, checked at ${report.checkedAt}`,
    verdict: { good: !drifted, text },
    blocks: [
      {
        kind: 'text',
        title: 'How it was found',
        paragraphs: [
          `The ${counted(changesets, 'changeset', 'changesets')} that ran here were run again on a scratch database (${report.scratchServer}); its catalog was compared with the live one.`,
          ...remarks(report),
        ],
      },
      databasesBlock([['database', database]]),
      {
        kind: 'differences',
        title: 'Objects',
        paragraphs: [
          `${counted(differences.length, 'object differs', 'objects differ')}. In a definition - is what the changesets make, + what is there.`,
        ],
        differences,
        words: { missing: 'lacking', extra: 'made by no changeset', changed: 'changed' },
      },
    ],
  })
}
