import { fail } from '../errors/dvm-error.ts'
import type { AppParts, Target } from './app-parts.ts'

/** The registered database of that name; the first where none is named. NOT_FOUND. */
export function requireTarget({ targets, defaultTarget }: AppParts, name: string | undefined): Target {
  const found = targets.get(name ?? defaultTarget)
  if (found === undefined) throw fail('NOT_FOUND', { what: `target ${name ?? defaultTarget}` })
  return found
}
