import { describe, expect, test } from 'vitest'
import type { SchemaDifference } from '../../src/model/schema.ts'
import { ignoreDifferences } from '../../src/schema/ignore-differences.ts'

const orders = { kind: 'table', name: 'public.orders' } as const
const differences: readonly SchemaDifference[] = [
  { ...orders, of: null, state: 'changed', facts: [] },
  { kind: 'column', name: 'public.orders.total', of: orders, state: 'extra', facts: [] },
  { kind: 'index', name: 'app."Odd[x]"', of: { kind: 'table', name: 'app.t' }, state: 'missing', facts: [] },
  { kind: 'cast', name: 'text as app.pair', of: null, state: 'extra', facts: [] },
]

describe('a pattern', () => {
  test.each([
    ['table:public.orders', ['app."Odd[x]"', 'text as app.pair']],
    ['column:public.orders.*', ['public.orders', 'app."Odd[x]"', 'text as app.pair']],
    ['public.orders.tot?l', ['public.orders', 'app."Odd[x]"', 'text as app.pair']],
    ['index:app."Odd[x]"', ['public.orders', 'public.orders.total', 'text as app.pair']],
    ['*:app.*', ['public.orders', 'public.orders.total', 'text as app.pair']],
    ['cast:*', ['public.orders', 'public.orders.total', 'app."Odd[x]"']],
    ['*', []],
  ])('%s leaves out what it names, with its parts, and nothing else', (pattern, kept) => {
    const answer = ignoreDifferences(differences, [pattern])
    expect(answer.kept.map(({ name }) => name)).toEqual(kept)
    expect(answer.ignored).toEqual({ count: differences.length - kept.length, unused: [] })
  })

  test('that names nothing there is told; letters count as they are', () => {
    expect(ignoreDifferences(differences, ['Public.*', 'table:*', 'index:app."Oddx"']).ignored.unused).toEqual([
      'Public.*',
      'index:app."Oddx"',
    ])
  })

  test.each(['tabel:x', 'table:', ':x', ''])('%j is refused: it names no kind', (pattern) => {
    expect(() => ignoreDifferences([], [pattern])).toThrow(/SETTING_INVALID/)
  })
})
