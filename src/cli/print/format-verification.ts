import { formatKey } from '../../model/changeset.ts'
import type { VerificationReport } from '../../model/verification.ts'
import type { Output } from '../output.ts'
import { formatDifferences, formatIgnored } from './format-differences.ts'
import { formatDuration } from './units.ts'
import { visible } from './visible.ts'

const WORDS = { missing: 'lacking', extra: 'too much:', changed: 'different' }

const FORMS = { sql: '', split: 'split, ', liquibase: 'Liquibase, ' }

/** What was tried, what differs, and what that proves. */
export function formatVerification(file: string, report: VerificationReport, output: Output): string {
  const { paint } = output
  const steps = report.steps.map(({ title, ok, milliseconds, detail }) => {
    const took = milliseconds === 0 ? '' : paint.dim(` (${formatDuration(milliseconds)})`)
    return `${ok ? paint.good('ok  ') : paint.bad('FAIL')} ${title}: ${visible(detail)}${took}\n`
  })
  const history = report.history.map(
    ({ key, field, expected, found }) =>
      `${paint.bad('history')} ${visible(`${formatKey(key)}: ${field} should be ${expected ?? 'nothing'}, is ${found ?? 'nothing'}`)}\n`,
  )
  const rows = (report.data?.unexpected ?? []).map(({ table, expected, found, columns }) => {
    const tell = (side: { readonly rows: number } | null): string => (side === null ? 'no table' : `${side.rows} rows`)
    const where = columns.length === 0 ? '' : ` in ${columns.join(', ')}`
    const same = expected?.rows === found?.rows ? `, with other contents${visible(where)}` : ''
    return `${paint.bad('rows')} ${visible(table)}: should be ${tell(expected)}, is ${tell(found)}${same}\n`
  })
  return [
    `${paint.dim(visible(`${file}, ${FORMS[report.form]}${report.facts.kind}, on ${report.scratchServer}, held against ${report.truth}`))}\n`,
    ...steps,
    ...history,
    formatDifferences(report.differences, WORDS, output),
    ...rows,
    formatIgnored(report.ignored, output),
    ...report.notes.map((note) => paint.warn(`${visible(note)}\n`)),
    verdict(report, output),
  ].join('')
}

function verdict({ verified, against, data, fingerprint, differences }: VerificationReport, { paint }: Output): string {
  if (!verified) {
    const count = differences.length
    const told = count === 0 ? '' : `: ${count} ${count === 1 ? 'object differs' : 'objects differ'}`
    return `${paint.bad('not proved')}${told}\n`
  }
  if (against === 'package') {
    return `${paint.good('it runs, and records what it says')}; give --database-url to hold it against the truth\n`
  }
  if (against === 'fingerprint') return `${paint.good('proved: the catalog has the fingerprint of its source')}\n`
  const rows = data === null ? '' : `, and the rows of ${data.tables} tables`
  return `${paint.good(`proved: history and catalog are equal${rows}`)}\nfingerprint ${fingerprint.found ?? ''}\n`
}
