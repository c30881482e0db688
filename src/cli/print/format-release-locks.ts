import { formatHolder } from '../../model/history.ts'
import type { ReleaseLocksReport } from '../../model/report.ts'
import type { Output } from '../output.ts'
import { leadOf } from './lead-of.ts'
import { visible } from './visible.ts'

/** Who lost the lock, and who is at work on the history without it. */
export function formatReleaseLocks(report: ReleaseLocksReport, output: Output): string {
  const { released, sessions, table, database } = report
  const what = released === null ? 'the lock was free' : `the lock of ${formatHolder(released)} is released`
  const alive = sessions.map((session) => {
    const end = `SELECT pg_terminate_backend(${session.pid}) ends it`
    return `${output.paint.warn('still at work:')} ${visible(`${formatHolder(session)}; ${end}`)}\n`
  })
  return `${leadOf(report, output)}${visible(`${what}, ${table} in ${database}`)}\n${alive.join('')}`
}
