import type { LocksReport } from '../../model/report.ts'
import type { Output } from '../output.ts'
import { formatTable } from './table.ts'
import { visible } from './visible.ts'

/** Everybody who holds the history, and what frees it. */
export function formatLocks({ holders, table, database }: LocksReport, output: Output): string {
  const { paint } = output
  const place = paint.dim(visible(`${table} in ${database}`))
  if (holders.length === 0) return `${place}\n${paint.good('free')}: nobody holds the changelog lock\n`
  const list = formatTable(
    [{ title: 'HELD BY', cut: true }, { title: 'SINCE' }, { title: 'KIND' }, { title: 'ENDS WITH' }],
    holders.map(({ kind, by, since, pid }) => [
      by,
      since ?? 'unknown',
      kind === 'row' ? 'lock row' : 'session',
      kind === 'row' ? 'dvm release-locks' : `SELECT pg_terminate_backend(${pid})`,
    ]),
    output,
  )
  return `${place}\n${list}`
}
