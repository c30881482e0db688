import { describe, expect, it } from 'vitest'
import type { HistoryEntry } from '../../src/model/history.ts'
import { describeVersion } from '../../src/task/describe-version.ts'

function entry(path: string, tag: string | null = null, id = '1'): HistoryEntry {
  return {
    key: { id, author: 'anna', path },
    executedAt: '2026-01-31T12:00:00',
    order: 9,
    execType: 'EXECUTED',
    checksum: '9:ab',
    description: null,
    comments: null,
    tag,
    liquibase: '4.28.0',
    contexts: null,
    labels: null,
    deploymentId: null,
  }
}

describe('describeVersion', () => {
  it.each([
    ['db/a.sql', 'v2.1', '2.1.0'],
    ['db/a.sql', 'release-2.1.7-rc', '2.1.7'],
    ['v1.2.3/v1.4/a.sql', null, '1.4.0'],
    ['db/1.2.3-orders.sql', null, '1.2.3'],
    ['db/2024.01/a.sql', null, '0.0.7'],
    ['db/a.sql', 'before-orders', '0.0.7'],
    ['db/001-a.sql', null, '0.0.7'],
  ])('reads the version of %s with tag %s as %s', (path, tag, version) => {
    expect(describeVersion(entry(path, tag), 7).semanticVersion).toBe(version)
  })

  it('takes the category from the first folder', () => {
    expect(describeVersion(entry('tables/more/a.sql'), 1).category).toBe('tables')
    expect(describeVersion(entry('a.sql'), 1).category).toBe('root')
  })

  it.each([
    ['db/034-add-orders_index.xml', '034-add-orders_index', 'Add orders index'],
    ['db/034-add-orders.xml', 'second', 'Add orders (second)'],
    ['db/034.xml', '034', '034'],
    ['db/Überblick.sql', 'a', 'Überblick (a)'],
  ])('calls %s with id %s "%s"', (path, id, name) => {
    expect(describeVersion(entry(path, null, id), 1).displayName).toBe(name)
  })
})
