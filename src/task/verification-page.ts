import { formatKey } from '../model/changeset.ts'
import type { VerificationReport } from '../model/verification.ts'
import { type ReportBlock, reportPage } from '../template/report-page.ts'
import { counted, remarks } from './report-blocks.ts'

const FORMS = { sql: '', split: 'split ', liquibase: 'Liquibase ' }

/** `dvm verify` as one HTML file. */
export function verificationPage(report: VerificationReport): string {
  const { form, facts, verified, against, history, differences, data } = report
  return reportPage({
    title: `Proof of a ${FORMS[form]}package of kind ${facts.kind}`,
    subtitle: `${report.file}, SHA-256 ${report.sha256}, run at ${report.verifiedAt} on ${report.scratchServer}`,
    verdict: { good: verified, text: verdict(report) },
    blocks: [
      {
        kind: 'table',
        title: 'What was tried',
        head: ['step', 'result', 'detail'],
        rows: report.steps.map(({ title, ok, detail }) => [title, ok ? 'ok' : 'failed', detail]),
      },
      {
        kind: 'text',
        title: 'What it was held against',
        paragraphs: [
          against === 'package' ? 'Nothing but what the package says of itself.' : `${report.truth}.`,
          ...(report.fingerprint.expected === null ? [] : [`Fingerprint of the truth: ${report.fingerprint.expected}`]),
          ...(report.fingerprint.found === null
            ? []
            : [`Fingerprint of what the package leaves: ${report.fingerprint.found}`]),
          ...remarks(report),
        ],
      },
      ...historyBlock(history),
      ...rowsBlock(data),
      {
        kind: 'differences',
        title: 'Objects',
        paragraphs: [
          `${counted(differences.length, 'object differs', 'objects differ')}. In a definition - is the truth, + what the package leaves.`,
        ],
        differences,
        words: { missing: 'lacking', extra: 'too much', changed: 'different' },
      },
    ],
  })
}

function verdict({ verified, against, history, differences, steps }: VerificationReport): string {
  const failed = steps.find(({ ok }) => !ok)
  if (failed !== undefined) return `Not proved: ${failed.title}: ${failed.detail}`
  if (!verified) {
    return `Not proved: ${counted(history.length, 'history entry is', 'history entries are')} not what they should be, ${counted(differences.length, 'object differs', 'objects differ')}.`
  }
  if (against === 'fingerprint') return 'Proved: its catalog has the fingerprint of its source.'
  return against === 'package' ? 'It runs, and records what it says.' : 'Proved: what it leaves is equal to the truth.'
}

function historyBlock(history: VerificationReport['history']): readonly ReportBlock[] {
  if (history.length === 0) return []
  const rows = history.map(({ key, field, expected, found }) => [formatKey(key), field, expected ?? '', found ?? ''])
  return [{ kind: 'table', title: 'History', head: ['changeset', 'what', 'should be', 'is'], rows }]
}

function rowsBlock(data: VerificationReport['data']): readonly ReportBlock[] {
  if (data === null) return []
  if (data.unexpected.length === 0) {
    return [
      {
        kind: 'text',
        title: 'Rows',
        paragraphs: [`The rows of ${counted(data.tables, 'table', 'tables')} are equal.`],
      },
    ]
  }
  const tell = (side: { readonly rows: number; readonly digest: string } | null): string =>
    side === null ? 'no table' : `${side.rows} rows, digest ${side.digest}`
  const rows = data.unexpected.map(({ table, expected, found, columns }) => {
    return [table, tell(expected), tell(found), columns.join(', ')]
  })
  return [{ kind: 'table', title: 'Rows', head: ['table', 'should be', 'is', 'differs in'], rows }]
}
