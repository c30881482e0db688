import { complaint } from '../errors/dvm-error.ts'
import { splitList } from '../kit/trim.ts'
import type { Place } from '../model/place.ts'
import type { Reading } from './reading.ts'

/**
 * Complains of a context whose parentheses do not pair, also because a comma parts them: Liquibase fails on it, unless no
 * contexts are given and another part of the list can be read. Returns the context.
 */
export function checkContext(reading: Reading, context: string | null, place: Place): string | null {
  const parts = splitList(context ?? '')
  const broken = parts.filter((part) => withoutPairs(part).includes('('))
  const [first] = broken
  if (first !== undefined && (reading.contextsGiven || broken.length === parts.length)) {
    const detail = `the context "${context}" cannot be read at "${first}": a list has no parentheses around its commas`
    reading.complain(complaint('CHANGELOG_INVALID', { detail }, place))
  }
  return context
}

function withoutPairs(expression: string): string {
  const shorter = expression.replace(/\([^()]+\)/g, ' ')
  return shorter === expression ? shorter : withoutPairs(shorter)
}
