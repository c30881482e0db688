import { describe, expect, test } from 'vitest'
import { differingEntries } from '../../src/history/differing-entries.ts'
import { formatDifference } from '../../src/model/package-path.ts'
import { entry } from './entries.ts'

const strict = () => 'diverged' as const

function differences(
  from: ReturnType<typeof entry>[],
  to: ReturnType<typeof entry>[],
  judge: Parameters<typeof differingEntries>[2] = strict,
): string[] {
  return differingEntries(from, to, judge).map((one) => formatDifference(one).replace('db/root.xml::', ''))
}

describe('two histories', () => {
  test('that hold the same changesets in the same order differ in nothing, whatever their numbers and dates', () => {
    expect(
      differences(
        [entry(1), entry(2)],
        [entry(5, { id: 'c1', checksum: '9:1' }), entry(9, { id: 'c2', checksum: '9:2' })],
      ),
    ).toEqual([])
  })

  test('differ in what only one of them has', () => {
    expect(differences([entry(1), entry(2)], [entry(1), entry(3)])).toEqual([
      'c2::anna: only in the first, order 2',
      'c3::anna: only in the second, order 3',
    ])
  })

  test('differ in checksum, exectype and tag', () => {
    const other = entry(1, { checksum: '9:x', execType: 'MARK_RAN', tag: 'v1' })
    expect(differences([entry(1)], [other])).toEqual([
      'c1::anna: checksum 9:1 in the first, 9:x in the second, diverged',
      'c1::anna: exectype EXECUTED in the first, MARK_RAN in the second',
      'c1::anna: tag none in the first, v1 in the second',
    ])
    expect(differences([entry(1)], [entry(1, { checksum: '9:x' })], () => 'may-differ')).toEqual([
      'c1::anna: checksum 9:1 in the first, 9:x in the second',
    ])
    expect(differences([entry(1)], [entry(1, { checksum: '8:1' })], () => 'same')).toEqual([])
  })

  test('where one checksum was cleared have not diverged', () => {
    expect(differences([entry(1, { checksum: null })], [entry(1)])).toEqual([
      'c1::anna: checksum none in the first, 9:1 in the second',
    ])
  })

  test('of which one ran a changeset elsewhere differ in the order of that one alone', () => {
    const there = [entry(1), entry(2), entry(3), entry(4)]
    const here = [entry(5, { id: 'c3', checksum: '9:3' }), entry(6, { id: 'c1', checksum: '9:1' })].concat([
      entry(7, { id: 'c2', checksum: '9:2' }),
      entry(8, { id: 'c4', checksum: '9:4' }),
    ])
    expect(differences(here, there)).toEqual(['c3::anna: order 5 in the first, 3 in the second'])
  })

  test('are compared by the changeset, not by how its path is written, and a row that tagged nothing is none', () => {
    const tagged = entry(9, { key: { id: '1', author: 'liquibase', path: 'liquibase-internal' } })
    expect(
      differences([tagged, entry(1)], [entry(1, { key: { id: 'c1', author: 'anna', path: 'classpath:db/root.xml' } })]),
    ).toEqual([])
  })
})
