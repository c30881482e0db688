import { formatKey } from '../../model/changeset.ts'
import type { TagReport } from '../../model/report.ts'
import type { Output } from '../output.ts'
import { leadOf } from './lead-of.ts'
import { visible } from './visible.ts'

/** Which entry carries the tag now, what that took from it, and who else carries it. */
export function formatTag(report: TagReport, output: Output): string {
  const { tag, key, before, alsoOn, database } = report
  const instead = before === null || before === tag ? '' : `, in place of "${before}"`
  const text = visible(`tag "${tag}" is on ${formatKey(key)}${instead} in ${database}`)
  const also = alsoOn.map((other) => `${output.paint.warn('also on')} ${visible(formatKey(other))}\n`)
  return `${leadOf(report, output)}${text}\n${also.join('')}`
}
