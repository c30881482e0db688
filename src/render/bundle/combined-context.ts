import { splitList, trim } from '../../kit/trim.ts'
import type { Changeset } from '../../model/changeset.ts'

/**
 * One expression for the changeset's own and those of the changelogs and includes around it, all of which must match; `null`
 * where there is none. A single one stays as written. Column CONTEXTS of several then has one pair of parentheses more than
 * in the source: no changeset of a single file can be without it.
 */
export function combinedContext({ inheritedContexts, context }: Changeset): string | null {
  const parts = [...inheritedContexts, context ?? ''].filter((part) => splitList(trim(part)).length > 0)
  const [only] = parts
  if (parts.length < 2) return only ?? null
  return parts.map(inParentheses).join(' AND ')
}

/** A comma takes a list apart before anything else is looked at: among others it must be an "or". */
function inParentheses(part: string): string {
  const text = splitList(trim(part))
    .filter((member) => member !== '')
    .join(' or ')
  return text.includes(' ') ? `(${text})` : text
}
