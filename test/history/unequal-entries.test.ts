import { expect, test } from 'vitest'
import { unequalEntries } from '../../src/history/unequal-entries.ts'
import { entry } from './entries.ts'

test('times, deployments and numbers are not looked at; what a row says is', () => {
  const again = entry(7, { id: 'c1', checksum: '9:1', deploymentId: '1234567890' })
  expect(unequalEntries([entry(1)], [again])).toEqual([])
  expect(unequalEntries([entry(1)], [{ ...again, contexts: 'prod' }])).toEqual([
    { key: again.key, field: 'contexts', expected: null, found: 'prod' },
  ])
})

test('checksums of two versions say nothing of each other', () => {
  expect(unequalEntries([entry(1, { checksum: '8:x' })], [entry(1)])).toEqual([])
  expect(unequalEntries([entry(1, { checksum: '9:x' })], [entry(1)])).toEqual([
    { key: entry(1).key, field: 'checksum', expected: '9:x', found: '9:1' },
  ])
})

test('of a changeset with several rows the one that counts is held against the other side', () => {
  const twice = [entry(1, { comments: 'as it was' }), entry(2, { id: 'c1', checksum: '9:1', comments: 'as it is' })]
  const once = entry(1, { comments: 'as it is' })
  expect(unequalEntries(twice, [once])).toEqual([])
  expect(unequalEntries([once], [...twice].reverse())).toEqual([])
})
