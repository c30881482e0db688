import { identity, normalizePath } from '../model/changeset.ts'
import type { Fragment } from '../model/fragment.ts'
import { literal } from '../sql/sql.ts'
import type { PackagePlan } from './package-plan.ts'

/** VALUES rows of the preflight's plan: number, identity, checksum, rule, further accepted checksums. */
export function planRows(fragments: readonly Fragment[]): string[] {
  return fragments.map((fragment, index) => {
    const { key } = fragment.selected.changeset
    const accepted = fragment.accepted.length === 0 ? 'NULL' : `ARRAY[${fragment.accepted.map(literal).join(', ')}]`
    const cells = [index + 1, literal(key.id), literal(key.author), literal(normalizePath(key.path))]
    return `    (${cells.join(', ')}, ${literal(fragment.checksum)}, ${literal(ruleOf(fragment))}, ${accepted}::text[])`
  })
}

/**
 * VALUES rows of the changesets a target must have before this package begins, then of those it may have: number, identity,
 * whether it must. Each once.
 */
export function startRows({ required, start, fragments }: PackagePlan): string[] {
  const may = start === null ? [] : [...start.known, ...fragments.map(({ selected }) => selected.changeset.key)]
  const rows = new Map<string, string>()
  ;[...required, ...may].forEach((key, index) => {
    if (rows.has(identity(key))) return
    const cells = [rows.size + 1, literal(key.id), literal(key.author), literal(normalizePath(key.path))]
    rows.set(identity(key), `    (${cells.join(', ')}, ${index < required.length})`)
  })
  return [...rows.values()]
}

/** When a changeset that the target has is run again. */
function ruleOf(fragment: Fragment): 'always' | 'change' | 'once' {
  const { changeset } = fragment.selected
  if (changeset.runAlways) return 'always'
  return changeset.runOnChange ? 'change' : 'once'
}
