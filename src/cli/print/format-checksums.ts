import type { ChecksumRow } from '../../model/report.ts'
import type { Output } from '../output.ts'
import { formatTable } from './table.ts'

export function formatChecksums(rows: readonly ChecksumRow[], output: Output): string {
  return formatTable(
    [{ title: 'MD5SUM' }, { title: 'ID', cut: true }, { title: 'AUTHOR', cut: true }, { title: 'FILE', cut: true }],
    rows.map(({ key, checksum }) => [checksum, key.id, key.author, key.path]),
    output,
  )
}

/** `path id author checksum`, one changeset a line; backslash, tab and line ends as in PostgreSQL's COPY text. */
export function formatChecksumsTsv(rows: readonly ChecksumRow[]): string {
  return rows
    .map(({ key, checksum }) => `${[key.path, key.id, key.author, checksum].map(escapeField).join('\t')}\n`)
    .join('')
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

function escapeField(field: string): string {
  return field.replace(/[\\\t\n\r]/g, (letter) => ESCAPES[letter] ?? letter)
}
