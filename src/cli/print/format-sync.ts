import type { SyncReport } from '../../model/report.ts'
import type { Output } from '../output.ts'
import { leadOf } from './lead-of.ts'
import { formatTable } from './table.ts'
import { visible } from './visible.ts'

/** What was recorded, line by line, then how many. */
export function formatSync(report: SyncReport, output: Output): string {
  const { rows, checksums, database, table } = report
  const list = formatTable(
    [
      { title: 'ID', cut: true },
      { title: 'AUTHOR', cut: true },
      { title: 'FILE', cut: true },
      { title: 'MD5SUM' },
      { title: 'TAG', cut: true },
    ],
    rows.map(({ key, checksum, tag }) => [key.id, key.author, key.path, checksum, tag ?? '']),
    output,
  )
  const count = `${rows.length} ${rows.length === 1 ? 'changeset' : 'changesets'} recorded as executed`
  const filled = checksums === 0 ? '' : `, ${checksums} missing ${checksums === 1 ? 'checksum' : 'checksums'} filled in`
  const total = visible(`${count}${filled}, ${table} in ${database}`)
  return `${rows.length === 0 ? '' : list}${leadOf(report, output)}${total}\n`
}
