import type { HistoryReport } from '../../model/report.ts'
import type { Output } from '../output.ts'
import { formatTable } from './table.ts'

export function formatHistory(report: HistoryReport, output: Output): string {
  const { paint } = output
  const { server, entries, lock } = report
  const place = paint.dim(`${server.database} on PostgreSQL ${server.version}, table ${report.table}`)
  if (!report.tableExists) return `${place}\nno changeset ran here yet: the table does not exist\n`
  const table = formatTable(
    [
      { title: 'ORDER', align: 'right' },
      { title: 'EXECUTED AT' },
      { title: 'TYPE' },
      { title: 'ID', cut: true },
      { title: 'AUTHOR', cut: true },
      { title: 'FILE', cut: true },
      { title: 'TAG', cut: true },
    ],
    entries.map(({ key, order, executedAt, execType, tag }) => [
      String(order),
      executedAt.replace('T', ' ').slice(0, 19),
      { text: execType, paint: execType === 'EXECUTED' ? paint.good : paint.warn },
      key.id,
      key.author,
      key.path,
      tag ?? '',
    ]),
    output,
  )
  const held = lock?.locked
    ? `\n${paint.warn(`locked by ${lock.lockedBy ?? 'nobody named'} since ${lock.grantedAt}`)}`
    : ''
  const count = `${entries.length} ${entries.length === 1 ? 'changeset' : 'changesets'}`
  return `${place}\n${entries.length === 0 ? '' : table}${count}${held}\n`
}
