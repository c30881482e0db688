import { foreignProgramOf } from '../change/foreign-program.ts'
import { complaint } from '../errors/dvm-error.ts'
import { formatKey } from '../model/changeset.ts'
import type { Fragment } from '../model/fragment.ts'
import { formatPlace } from '../model/place.ts'
import type { Rendering } from './render-statements.ts'

/**
 * Refuses changes that run a program or a Java class: nobody executes those here. Where `--allow` names one it is left out,
 * which is told as a warning (CHANGE_LEFT_OUT). Returns the rules that were made use of.
 */
export function checkForeignPrograms(
  fragments: readonly Fragment[],
  allow: readonly string[],
  rendering: Rendering,
): readonly string[] {
  const used = new Set<string>()
  for (const { selected, markOnly } of fragments) {
    if (markOnly) continue
    const { changes, key } = selected.changeset
    for (const change of changes) {
      const program = foreignProgramOf(change)
      if (program === null) continue
      const { name, rules } = program
      const allowed = rules.filter((rule) => allow.includes(rule))
      for (const rule of allowed) used.add(rule)
      if (allowed.length === 0) {
        rendering.complain(complaint('CHANGE_NOT_EXECUTED', { name }, change.place, `in changeset ${formatKey(key)}`))
      } else {
        const message = `${name} left out of changeset ${formatKey(key)}: nobody executes it here (${formatPlace(change.place)})`
        rendering.warn({ code: 'CHANGE_LEFT_OUT', message, place: change.place })
      }
    }
  }
  return [...used]
}
