import { expect, test } from 'vitest'
import { matchesAnyOf } from '../../../src/model/expression.ts'
import { combinedContext } from '../../../src/render/bundle/combined-context.ts'
import { changesetWith } from '../../change/changeset-with.ts'

function combined(context: string | null, ...inheritedContexts: string[]): string | null {
  return combinedContext({ ...changesetWith({}), context, inheritedContexts })
}

test('a single expression stays as written, whoever said it', () => {
  expect(combined('a, b or C')).toBe('a, b or C')
  expect(combined(null, '!never')).toBe('!never')
  expect(combined(null)).toBeNull()
  expect(combined(' , ', 'a')).toBe('a')
})

test('several must all match, in the order of column CONTEXTS', () => {
  expect(combined('x', 'a or b', 'c,d')).toBe('(a or b) AND (c or d) AND x')
})

test('the combination matches what all of them match', () => {
  const expressions = ['a', '!a', 'a,b', 'a and b', '(a or b) and !c', 'not c', '@b', '!@c']
  const runs = [[], ['a'], ['b'], ['c'], ['a', 'b'], ['a', 'c'], ['b', 'c'], ['a', 'b', 'c']]
  for (const own of expressions) {
    for (const around of expressions) {
      for (const run of runs) {
        const each = matchesAnyOf(own, run) && matchesAnyOf(around, run)
        expect(matchesAnyOf(combined(own, around), run), `${own} in ${around}, run with ${run}`).toBe(each)
      }
    }
  }
})
