import type { Difference } from '../../support/compare-states.ts'
import type { ChangeCase } from './change-case.ts'

/** The cases that a difference may belong to: its changeset, or those that speak of the object's name or table. */
export function suspects(
  cases: readonly ChangeCase[],
  { aspect, subject, theirs, ours }: Difference,
): readonly ChangeCase[] {
  if (aspect === 'history') return cases.filter(({ name }) => subject === name || subject.startsWith(`${name} · `))
  const text = `${theirs ?? ''}\n${ours ?? ''}`
  const names =
    aspect === 'schema'
      ? [/^(.+?); Type: /.exec(subject)?.[1], /ALTER TABLE (?:ONLY )?(.+)$/m.exec(text)?.[1]]
      : [subject]
  const words = names.flatMap((name) => (name ?? '').split(/[^\p{L}\p{N}_→]+/u)).filter((word) => word.includes('_'))
  return cases.filter((one) => words.some((word) => textOf(one).includes(word.toLowerCase())))
}

function textOf({ setup, changes }: ChangeCase): string {
  return `${setup ?? ''} ${JSON.stringify(changes)}`.toLowerCase()
}
