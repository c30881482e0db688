import { expect, test } from 'vitest'
import type { Changeset } from '../../src/model/changeset.ts'
import type { HistoryEntry } from '../../src/model/history.ts'
import { taggedEntry, upToTag } from '../../src/select/up-to-tag.ts'
import { read, xml } from '../parse/tree.ts'

const changeset = (id: string, content = '<empty/>'): string =>
  `<changeSet id="${id}" author="me">${content}</changeSet>`
const tag = (name: string): string => `<tagDatabase tag="${name}"/>`

const FILES = {
  'root.xml': xml(
    [
      changeset('a'),
      changeset('b', tag('v1')),
      changeset('c', `${tag('v2')}${tag('v3')}`),
      changeset('d'),
      changeset('e', tag('v1')),
    ].join('\n'),
  ),
}

function entry(id: string, tag: string | null, more: Partial<HistoryEntry> = {}, path = 'root.xml'): HistoryEntry {
  return {
    key: { id, author: 'me', path },
    executedAt: '2026-01-01T00:00:00.000',
    order: 1,
    execType: 'EXECUTED',
    checksum: null,
    description: null,
    comments: null,
    tag,
    liquibase: null,
    contexts: null,
    labels: null,
    deploymentId: null,
    ...more,
  }
}

function within(tag: string, entries: readonly HistoryEntry[] = []): string {
  const reach = upToTag(read(FILES).changesets, tag, entries)
  const ids = (list: readonly Changeset[]): string => list.map((one) => one.key.id).join('')
  expect(ids(reach.within) + ids(reach.beyond)).toBe('abcde')
  return `${ids(reach.within)} ${reach.found ? 'found' : 'unknown'}`
}

test('a run ends with the first changeset that makes the tag; its case counts', () => {
  expect(within('v1')).toBe('ab found')
  expect(within('V1')).toBe('abcde unknown')
})

test('of several tags in one changeset only the last one counts', () => {
  expect(within('v3')).toBe('abc found')
  expect(within('v2')).toBe('abcde unknown')
})

test('a tag on an entry counts in any case, and beside those of the files', () => {
  expect(within('now', [entry('d', 'NOW')])).toBe('abcd found')
  expect(within('v1', [entry('d', 'v1')])).toBe('ab found')
  expect(within('v1', [entry('a', 'v1')])).toBe('a found')
})

test('of several entries with the tag the one that ran first counts', () => {
  const [late, early] = [entry('a', 'x', { executedAt: '2026-01-02T00:00:00.000' }), entry('d', 'X', { order: 2 })]
  expect(taggedEntry('x', [late, early])).toBe(early)
  expect(within('x', [late, early])).toBe('abcd found')
  expect(within('x', [entry('d', 'x', { order: 2 }), entry('c', 'x')])).toBe('abc found')
})

test('the path of an entry counts as normalised; an entry without a changeset does not end the run', () => {
  expect(within('x', [entry('d', 'x', {}, 'classpath:./root.xml')])).toBe('abcd found')
  expect(within('x', [entry('gone', 'x')])).toBe('abcde unknown')
})
