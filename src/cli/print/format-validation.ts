import { formatPlace } from '../../model/place.ts'
import type { ValidationReport } from '../../model/report.ts'
import type { Output } from '../output.ts'
import { visible } from './visible.ts'

/** A line per fault, at its place; then how many changesets were looked at. */
export function formatValidation(report: ValidationReport, output: Output): string {
  const { paint } = output
  const lines = report.faults.map(({ kind, message, place }) => {
    const where = place === null ? '' : `${formatPlace(place)}: `
    const mark = kind === 'orphan' ? paint.warn(kind) : paint.bad(kind)
    return `${mark} ${visible(`${where}${message}`)}\n`
  })
  const { checked, ok } = report
  const count = `${checked} ${checked === 1 ? 'changeset' : 'changesets'} checked`
  return `${lines.join('')}${count}: ${ok ? paint.good('everything matches') : paint.bad('not everything matches')}\n`
}
