import { describe, expect, test } from 'vitest'
import { admitsPostgres, matchesExpression } from '../../src/model/expression.ts'

describe('a context expression', () => {
  test.each([
    ['test', ['test'], true],
    ['TEST', ['test'], true],
    ['test', ['prod'], false],
    ['!test', ['prod'], true],
    ['not test', ['test'], false],
    ['a and b', ['a'], false],
    ['a and b or c', ['c'], true],
    ['a and (b or c)', ['c'], false],
    ['(test or prod) and !never', ['prod'], true],
    ['!(a or b)', ['b'], false],
    ['a, b', ['b'], true],
  ])('%s with %j is %s', (expression, names, expected) => {
    expect(matchesExpression(expression, names)).toBe(expected)
  })

  test('holds where no names are given, unless one is required', () => {
    expect(matchesExpression('a and b', [])).toBe(true)
    expect(matchesExpression('@a', [])).toBe(false)
    expect(matchesExpression('@a', ['a'])).toBe(true)
  })
})

test.each([
  [[], true],
  [['postgresql'], true],
  [['oracle', 'postgresql'], true],
  [['oracle'], false],
  [['!oracle'], true],
  [['!postgresql'], false],
  [['all'], true],
  [['none', 'postgresql'], false],
])('databases %j admit PostgreSQL: %s', (dbms, expected) => {
  expect(admitsPostgres(dbms)).toBe(expected)
})
