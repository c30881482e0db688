import { formatKey } from '../../model/changeset.ts'
import type { TagExistsReport } from '../../model/report.ts'
import type { Output } from '../output.ts'
import { visible } from './visible.ts'

export function formatTagExists({ tag, exists, keys, database }: TagExistsReport, { paint }: Output): string {
  const answer = exists ? paint.good('yes') : paint.warn('no')
  const where = exists ? `is on ${keys.map(formatKey).join(', ')}` : 'is on no entry'
  return `${answer}: ${visible(`tag "${tag}" ${where} in ${database}`)}\n`
}
