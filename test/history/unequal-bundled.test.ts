import { describe, expect, test } from 'vitest'
import { afterReruns } from '../../src/history/after-reruns.ts'
import { unequalBundled } from '../../src/history/unequal-bundled.ts'
import type { HistoryEntry } from '../../src/model/history.ts'
import { entry as numbered } from './entries.ts'

const entry = (id: string, order = 1): HistoryEntry => numbered(order, { id, checksum: '9:0' })
const keyOf = (id: string) => entry(id).key
const bundled = (...ids: readonly string[]) => ids.map((id) => ({ key: keyOf(id), validChecksums: ['9:source'] }))
const fields = (expected: Partial<HistoryEntry>, found: Partial<HistoryEntry>): readonly string[] =>
  unequalBundled([{ ...entry('a'), ...expected }], [{ ...entry('a'), ...found }], bundled('a')).unexpected.map(
    ({ field }) => field,
  )

describe('the history that a Liquibase package leaves', () => {
  const files = 'sqlFile path=db/a.sql; loadData path=rows.csv, tableName=t'
  const cut = (text: string): string => `${text.repeat(20).slice(0, 247)}...`

  test.each<[string, Partial<HistoryEntry>, Partial<HistoryEntry>]>([
    ['names no paths', { description: files }, { description: 'sql; loadData tableName=t' }],
    ['has other parentheses', { contexts: '(a,b)' }, { contexts: '((a or b))' }],
    ['tells of no rerun', { execType: 'RERAN' }, { execType: 'EXECUTED' }],
    ['cuts descriptions elsewhere', { description: cut('sqlFile path=a.sql; ') }, { description: cut('sql; ') }],
  ])('%s', (_, expected, found) => {
    expect(fields(expected, found)).toEqual([])
  })

  test.each<[string, Partial<HistoryEntry>, Partial<HistoryEntry>]>([
    ['description', { description: files }, { description: 'sql; loadData tableName=u' }],
    ['description', { description: cut('sqlFile path=a.sql; ') }, { description: cut('insert; ') }],
    ['contexts', { contexts: '(a,b)' }, { contexts: 'a' }],
    ['exectype', { execType: 'EXECUTED' }, { execType: 'RERAN' }],
    ['checksum', { checksum: '9:source' }, { checksum: '9:other' }],
    ['checksum', { checksum: '9:another' }, { checksum: '9:other', execType: 'MARK_RAN' }],
  ])('is another where its %s is', (field, expected, found) => {
    expect(fields(expected, found)).toContain(field)
  })

  test('may have a checksum of its own where a changeset was only marked, if it takes the other as valid', () => {
    const row = { ...entry('a'), execType: 'MARK_RAN' }
    const told = unequalBundled([{ ...row, checksum: '9:source' }], [{ ...row, checksum: '9:own' }], bundled('a'))
    expect(told).toEqual({ unexpected: [], accepted: [keyOf('a')] })
  })

  test('has the order of the package', () => {
    const [a, b, c] = [entry('a', 1), entry('b', 2), entry('c', 3)]
    const found = [entry('b', 1), entry('a', 2), entry('c', 3)]
    expect(unequalBundled([a, b, c], found, bundled('b', 'a')).unexpected).toEqual([])
    expect(unequalBundled([a, b, c], found, bundled('a', 'b')).unexpected).toMatchObject([{ field: 'order' }])
  })
})

test('what runs again in a second run stands at its end, and says so', () => {
  const whole = ['always', 'one', 'two'].map((id, index) => entry(id, index + 1))
  const after = afterReruns(whole, [keyOf('always'), keyOf('two')], [keyOf('always')])
  expect(after.map(({ key, order, execType }) => `${order} ${key.id} ${execType}`)).toEqual([
    '1 one EXECUTED',
    '2 always RERAN',
    '3 two EXECUTED',
  ])
})
