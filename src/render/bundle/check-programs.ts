import { foreignProgramOf } from '../../change/foreign-program.ts'
import { complaint } from '../../errors/dvm-error.ts'
import { type Changeset, formatKey } from '../../model/changeset.ts'
import { formatPlace } from '../../model/place.ts'
import type { Precondition, PreconditionContainer } from '../../model/precondition.ts'
import type { Rendering } from '../render-statements.ts'

/**
 * Refuses changes that run a program or a Java class: what they need is on no other machine. Where `--allow` names one it
 * stays as it is, for Liquibase to run it, which is told as a warning (PROGRAM_KEPT). Returns the rules that were made use of.
 */
export function checkPrograms(changeset: Changeset, allow: readonly string[], rendering: Rendering): readonly string[] {
  const used: string[] = []
  const subject = `changeset ${formatKey(changeset.key)}`
  for (const change of changeset.changes) {
    const program = foreignProgramOf(change)
    if (program === null) continue
    const { name, rules } = program
    const allowed = rules.filter((rule) => allow.includes(rule))
    used.push(...allowed)
    if (allowed.length === 0) {
      rendering.complain(complaint('CHANGE_NOT_EXECUTED', { name }, change.place, `in ${subject}`))
    } else {
      const message = `${name} of ${subject} is run by Liquibase, where the package is run (${formatPlace(change.place)})`
      rendering.warn({ code: 'PROGRAM_KEPT', message, place: change.place })
    }
  }
  if (changeset.preconditions !== null) {
    used.push(...checkConditions(changeset.preconditions, subject, allow, rendering))
  }
  return used
}

/** Likewise of conditions that are a Java class; one that is allowed counts as not holding (CHANGE_LEFT_OUT). */
export function checkConditions(
  container: PreconditionContainer,
  subject: string,
  allow: readonly string[],
  rendering: Rendering,
): readonly string[] {
  return container.conditions.flatMap(customConditions).flatMap(({ className, place }) => {
    const name = `customPrecondition ${className ?? ''}`
    const allowed = ['customPrecondition', `customPrecondition:${className ?? ''}`].filter((rule) =>
      allow.includes(rule),
    )
    if (allowed.length === 0) {
      rendering.complain(complaint('CHANGE_NOT_EXECUTED', { name }, place, `in ${subject}`))
    } else {
      const message = `${name} of ${subject} counts as not holding: its class is nowhere else (${formatPlace(place)})`
      rendering.warn({ code: 'CHANGE_LEFT_OUT', message, place })
    }
    return allowed
  })
}

function customConditions(condition: Precondition): readonly Extract<Precondition, { kind: 'customPrecondition' }>[] {
  if (condition.kind === 'customPrecondition') return [condition]
  if (condition.kind === 'preConditions') return condition.container.conditions.flatMap(customConditions)
  return 'conditions' in condition ? condition.conditions.flatMap(customConditions) : []
}
