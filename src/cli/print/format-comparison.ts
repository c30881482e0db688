import { formatKey } from '../../model/changeset.ts'
import type { ComparedDatabase, ComparisonReport } from '../../model/comparison.ts'
import type { Output } from '../output.ts'
import { formatDifferences, formatIgnored } from './format-differences.ts'
import { formatTable } from './table.ts'
import { visible } from './visible.ts'

const WORDS = { missing: 'only in source', extra: 'only in target', changed: 'differs' }

/** Both databases, then their histories, their objects, and the plan last, where the eye stops. */
export function formatComparison(report: ComparisonReport, output: Output): string {
  const { paint } = output
  const { source, target, history, differences, plan, notes } = report
  const sides = formatTable(
    [
      { title: '' },
      { title: 'DATABASE', cut: true },
      { title: 'POSTGRESQL', cut: true },
      { title: 'CHANGESETS' },
    ].concat([{ title: 'TAG', cut: true }, { title: 'FINGERPRINT' }]),
    [sideOf('source', source), sideOf('target', target)],
    output,
  )
  const legend = differences.some(({ state }) => state === 'changed') ? paint.dim('- source, + target\n') : ''
  const verdict = report.equal
    ? paint.good('the two databases are equal')
    : `${paint.bad('the two databases differ')}: ${history.length} in their histories, ${differences.length} in their objects`
  const command = plan.command === null ? '' : `  $ ${visible(plan.command)}\n`
  return [
    sides,
    formatHistories(report, output),
    legend,
    formatDifferences(differences, WORDS, output),
    formatIgnored(report.ignored, output),
    ...notes.map((note) => paint.warn(`${note}\n`)),
    `${verdict}\n`,
    `plan: ${visible(plan.sentence)}\n`,
    ...plan.reasons.map((reason) => `  ${visible(reason)}\n`),
    command,
  ].join('')
}

function sideOf(name: string, { label, serverVersion, changesets, tableExists, tag, fingerprint }: ComparedDatabase) {
  return [
    name,
    label,
    serverVersion,
    tableExists ? String(changesets) : 'no table',
    tag ?? '',
    fingerprint.slice(0, 16),
  ]
}

function formatHistories({ history }: ComparisonReport, output: Output): string {
  if (history.length === 0) return ''
  return formatTable(
    [
      { title: 'HISTORY' },
      { title: 'CHANGESET', cut: true },
      { title: 'SOURCE', cut: true },
      { title: 'TARGET', cut: true },
    ],
    history.map(({ key, state, field, source, target, diverges }) => [
      { text: state === 'differs' ? `${field} differs` : state.replaceAll('-', ' '), paint: paintOf(diverges, output) },
      formatKey(key),
      state === 'differs' ? (source ?? 'none') : source === null ? '' : `order ${source}`,
      state === 'differs' ? (target ?? 'none') : target === null ? '' : `order ${target}`,
    ]),
    output,
  )
}

function paintOf(diverges: boolean, { paint }: Output): (text: string) => string {
  return diverges ? paint.bad : paint.warn
}
