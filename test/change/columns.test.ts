import { expect, test } from 'vitest'
import { describe as description, historyColumns } from '../../src/change/columns.ts'
import type { Change } from '../../src/model/change.ts'
import { changesetWith } from './changeset-with.ts'

const place = { file: 'a.xml', line: 1, column: 1 }

test('contexts are joined innermost first; a part with a comma or a blank gets parentheses', () => {
  const contexts = (context: string | null, ...inheritedContexts: string[]) =>
    historyColumns(changesetWith({ context, inheritedContexts })).contexts
  expect(contexts(null)).toBeNull()
  expect(contexts('TEST')).toBe('TEST')
  expect(contexts('test,prod')).toBe('(test,prod)')
  expect(contexts('b', 'a and x', 'c')).toBe('(a and x) AND c AND b')
})

test('labels of the includes come first', () => {
  expect(historyColumns(changesetWith({ labels: ['c'], inheritedLabels: [['a', 'b']] })).labels).toBe('a,b,c')
  expect(historyColumns(changesetWith({})).labels).toBeNull()
})

test('comments are never NULL and are cut after 247 characters', () => {
  expect(historyColumns(changesetWith({})).comments).toBe('')
  expect(historyColumns(changesetWith({ comments: 'x'.repeat(250) })).comments).toHaveLength(250)
  expect(historyColumns(changesetWith({ comments: 'x'.repeat(251) })).comments).toBe(`${'x'.repeat(247)}...`)
})

test('the description names every change, and a changeset without any is empty', () => {
  const changes: Change[] = [
    { kind: 'empty', place },
    { kind: 'tagDatabase', place, tag: 'v1' },
  ]
  expect(description(changesetWith({ changes }))).toBe('empty; tagDatabase')
  expect(description(changesetWith({}))).toBe('empty')
  expect(historyColumns(changesetWith({ changes })).tag).toBe('v1')
})
