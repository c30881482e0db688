import type { ClearChecksumsReport } from '../../model/report.ts'
import type { Output } from '../output.ts'
import { leadOf } from './lead-of.ts'
import { visible } from './visible.ts'

export function formatClearChecksums(report: ClearChecksumsReport, output: Output): string {
  const { cleared, table, database } = report
  const count = `${cleared} ${cleared === 1 ? 'checksum' : 'checksums'} cleared`
  return `${leadOf(report, output)}${visible(`${count}, ${table} in ${database}`)}\n`
}
