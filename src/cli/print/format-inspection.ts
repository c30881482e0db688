import { formatKey } from '../../model/changeset.ts'
import type { AnyInspection, BundleInspection, FolderInspection, Inspection } from '../../model/inspection.ts'
import { formatPlace } from '../../model/place.ts'
import type { Output } from '../output.ts'
import { formatTable } from './table.ts'
import { formatBytes } from './units.ts'
import { visible } from './visible.ts'

/** What a package is, what is in it, and whether it is what was built. */
export function formatInspection(file: string, inspection: AnyInspection, output: Output): string {
  switch (inspection.form) {
    case 'sql':
      return formatSql(file, inspection, output)
    case 'liquibase':
      return formatBundle(file, inspection, output)
    case 'folder':
      return formatFolder(file, inspection, output)
    default:
      return inspection satisfies never
  }
}

function formatBundle(
  file: string,
  { facts, changesets, bytes, sha256, faults }: BundleInspection,
  output: Output,
): string {
  const { paint, width } = output
  const head = formatFields(
    [
      ['package', `${visible(file)}, ${facts.id}`],
      ['kind', `Liquibase, ${facts.kind}, ${changesets.length} changesets, ${formatBytes(bytes)}`],
      ['built', visible(`${facts.generatedAt} by ${facts.product} ${facts.productVersion}`)],
      ['changelog', visible(facts.changelog)],
      ['source', visible(facts.source ?? 'none: built without a database')],
      ['sha256', sha256],
    ],
    output,
  )
  const columns = [
    { title: '#', align: 'right' as const },
    { title: 'changeset', cut: true },
    { title: 'changes', cut: true },
  ]
  const rows = changesets.map((one) => [String(one.number), formatKey(one.key), one.changes.join(', ')])
  return `${head}\n${formatTable(columns, rows, { paint, width })}\n${formatVerdict(faults, 'intact: every byte is as it was built', output)}`
}

function formatFolder(file: string, { kind, generatedAt, files, faults }: FolderInspection, output: Output): string {
  const { paint, width } = output
  const head = formatFields(
    [
      ['folder', visible(file)],
      ['kind', kind],
      ['built', visible(generatedAt)],
    ],
    output,
  )
  const columns = [{ title: 'file' }, { title: 'sha256' }, { title: '' }]
  const rows = files.map(({ path, recorded, computed }) => [
    path,
    recorded,
    computed === recorded ? 'ok' : computed === null ? 'not there' : 'altered',
  ])
  return `${head}\n${formatTable(columns, rows, { paint, width })}\n${formatVerdict(faults, 'intact: every file is as it was built', output)}`
}

function formatSql(file: string, inspection: Inspection, output: Output): string {
  const { paint } = output
  const { facts, changesets, faults } = inspection
  const count = `${changesets.length} ${changesets.length === 1 ? 'changeset' : 'changesets'}`
  const lines: [string, string][] = [
    ['package', `${visible(file)}, ${facts.id}`],
    ['kind', `${facts.kind}, ${count}, ${formatBytes(inspection.bytes)}, ${inspection.lines} lines`],
    ['built', visible(`${facts.generatedAt} by ${facts.product} ${facts.productVersion}`)],
    ['changelog', visible(facts.changelog)],
    ['source', visible(facts.source ?? 'none: built without a database')],
    ['runs', `transaction ${facts.transaction}, client ${facts.client}`],
    ['sha256', inspection.sha256],
  ]
  if (facts.allowed.length > 0) lines.push(['allowed', paint.warn(visible(facts.allowed.join(', ')))])
  const intact =
    inspection.manifest === null ? 'intact: every byte is as it was built' : 'intact, and as its manifest says'
  const list = changesets.length === 0 ? '' : `\n${table(inspection, output)}`
  return `${formatFields(lines, output)}${list}\n${formatVerdict(faults, intact, output)}`
}

function formatFields(fields: readonly (readonly [name: string, text: string])[], { paint }: Output): string {
  return fields.map(([name, text]) => `${paint.dim(name.padEnd(10))}${text}\n`).join('')
}

function formatVerdict(faults: readonly string[], good: string, { paint }: Output): string {
  return faults.length === 0
    ? `${paint.good(good)}\n`
    : faults.map((fault) => `${paint.bad(visible(fault))}\n`).join('')
}

function table({ changesets }: Inspection, { paint, width }: Output): string {
  const columns = [
    { title: '#', align: 'right' as const },
    { title: 'changeset', cut: true },
    { title: 'checksum' },
    { title: 'bytes', align: 'right' as const },
    { title: 'transaction' },
    { title: 'rollback' },
    { title: 'source', cut: true },
  ]
  const rows = changesets.map((one) => [
    String(one.number),
    formatKey(one.key),
    one.checksum,
    String(one.end - one.start),
    one.transaction,
    one.rollback,
    formatPlace(one.place),
  ])
  return formatTable(columns, rows, { paint, width })
}
