import { formatKey } from '../model/changeset.ts'
import type { ComparisonReport } from '../model/comparison.ts'
import { type ReportBlock, reportPage } from '../template/report-page.ts'
import { counted, databasesBlock, remarks } from './report-blocks.ts'

/** `dvm compare` as one HTML file. */
export function comparisonPage(report: ComparisonReport): string {
  const { source, target, plan, history, differences, equal } = report
  const found = `${counted(history.length, 'history entry differs', 'history entries differ')}, ${counted(differences.length, 'object differs', 'objects differ')}`
  return reportPage({
    title: 'Comparison of two databases',
    subtitle: `source ${source.label}, target ${target.label}, compared at ${report.comparedAt}`,
    verdict: { good: equal, text: equal ? 'The two databases are equal.' : `The two databases differ: ${found}.` },
    blocks: [
      { kind: 'text', title: 'Plan', paragraphs: [plan.sentence], command: plan.command, items: plan.reasons },
      databasesBlock([
        ['source', source],
        ['target', target],
      ]),
      ...histories(report),
      {
        kind: 'differences',
        title: 'Objects',
        paragraphs: [
          `${counted(differences.length, 'object differs', 'objects differ')}. In a definition - stands only in the source, + only in the target.`,
          ...remarks(report),
        ],
        differences,
        words: { missing: 'only in the source', extra: 'only in the target', changed: 'differs' },
      },
    ],
  })
}

function histories({ history, source, target }: ComparisonReport): readonly ReportBlock[] {
  const none = source.tableExists || target.tableExists ? 'Every entry is the same on both.' : 'Neither has one.'
  if (history.length === 0) {
    return [{ kind: 'text', title: 'Histories', paragraphs: [none] }]
  }
  const rows = history.map(({ key, state, field, ...entry }) => [
    formatKey(key),
    state === 'differs' ? `${field} differs` : state.replaceAll('-', ' '),
    entry.source ?? '',
    entry.target ?? '',
  ])
  return [{ kind: 'table', title: 'Histories', head: ['changeset', 'what', 'source', 'target'], rows }]
}
