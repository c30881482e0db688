import { diffLines } from '../../kit/diff-lines.ts'
import type { IgnoredDifferences } from '../../model/comparison.ts'
import type { SchemaDifference } from '../../model/schema.ts'
import type { Output } from '../output.ts'
import { visible } from './visible.ts'

export interface DifferenceWords {
  /** What `missing`, `extra` and `changed` mean here. */
  readonly missing: string
  readonly extra: string
  readonly changed: string
}

/** Object by object: what it is, and line by line in which facts it differs. Of what one side lacks only the name is told. */
export function formatDifferences(
  differences: readonly SchemaDifference[],
  words: DifferenceWords,
  { paint }: Output,
): string {
  const painted = { missing: paint.bad, extra: paint.good, changed: paint.warn }
  return differences
    .map(({ kind, name, of, state, facts }) => {
      const where = of === null || name.startsWith(`${of.name}.`) ? '' : ` of ${of.kind} ${visible(of.name)}`
      const head = `${painted[state](words[state])} ${kind} ${paint.bold(visible(name))}${where}\n`
      return state === 'changed' ? head + facts.map((fact) => formatFact(fact, paint)).join('') : head
    })
    .join('')
}

function formatFact({ fact, left, right }: SchemaDifference['facts'][number], paint: Output['paint']): string {
  const lines = diffLines(left, right).map(({ in: side, text }) => {
    const line = visible(text)
    if (side === 'left') return `    ${paint.bad(`- ${line}`)}\n`
    return side === 'right' ? `    ${paint.good(`+ ${line}`)}\n` : `    ${paint.dim(`  ${line}`)}\n`
  })
  return `  ${fact}\n${lines.join('')}`
}

/** What patterns left out, and those that left out nothing: they may be misspelt. */
export function formatIgnored({ count, unused }: IgnoredDifferences, { paint }: Output): string {
  const left = count === 0 ? '' : paint.dim(`${count} ${count === 1 ? 'object' : 'objects'} left out by patterns\n`)
  return left + unused.map((pattern) => paint.warn(`pattern ${visible(pattern)} left out nothing\n`)).join('')
}
