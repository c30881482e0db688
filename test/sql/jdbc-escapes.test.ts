import { describe, expect, it } from 'vitest'
import { withoutJdbcEscapes } from '../../src/sql/jdbc-escapes.ts'

describe('withoutJdbcEscapes', () => {
  it.each([
    ['select a ?? b', 'select a ? b'],
    [`select '??', "??", $$??$$, a ??| b -- ??`, `select '??', "??", $$??$$, a ?| b -- ??`],
    ['select a ? b', 'select a ? b'],
    ['select 1', 'select 1'],
  ])('%s becomes %s', (sql, sent) => {
    expect(withoutJdbcEscapes(sql)).toBe(sent)
  })
})
