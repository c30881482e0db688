import type { Precondition } from '../../model/precondition.ts'

/** A message says no more of long SQL than this. */
const LENGTH = 200

/** The condition in a line, as far as a reader needs it to find it. */
export function describeCondition(condition: Precondition): string {
  const fields = Object.entries(condition).flatMap(([name, value]) =>
    typeof value === 'string' && name !== 'kind' ? [`${name}=${value}`] : [],
  )
  const text = [condition.kind, ...fields].join(' ').replace(/\s+/g, ' ')
  return text.length > LENGTH ? `${text.slice(0, LENGTH)}…` : text
}
