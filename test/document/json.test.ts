import { expect, test } from 'vitest'
import { childOf } from '../../src/document/document-node.ts'
import { parseJson } from '../../src/document/json.ts'

test('JSON is read into the same tree as YAML', () => {
  const text = '{"databaseChangeLog": [\n  {"changeSet": {"id": 1.50, "author": "2020-01-01", "labels": null}}\n]}\n'
  const root = parseJson(text, 'f.json')
  const changeSet = root.children[0]?.children[0]
  expect(changeSet?.children.map(({ name, value, type }) => [name, value, type])).toEqual([
    ['id', '1.5', 'float'],
    ['author', '2020-01-01', 'text'],
    ['labels', null, 'text'],
  ])
  expect(changeSet?.place).toEqual({ file: 'f.json', line: 2, column: 4 })
  expect(changeSet && childOf(changeSet, 'author')?.valuePlace).toEqual({ file: 'f.json', line: 2, column: 41 })
})

test.each([
  ['without blanks', '{"a":{"b":"c"},"d":[1,2]}'],
  ['with a byte order mark', '\ufeff{"a":{"b":"c"},"d":[1,2]}'],
  ['with trailing commas', '{"a": {"b": "c",}, "d": [1, 2,],}'],
  ['with comments', '{"a": {"b": "c"}, # note\n"d": [1, 2]}'],
  ['without quotes', '{a: {b: c}, d: [1, 2]}'],
  ['at the margin', '{\n"a": {\n"b":\n"c"\n},\n"d": [\n1,\n2\n]\n}'],
])('what is YAML passes, as in Liquibase: %s', (_, text) => {
  const [a, d] = parseJson(text, 'f.json').children
  expect(a?.children[0]).toMatchObject({ name: 'b', value: 'c', type: 'text' })
  expect(d?.values).toEqual(['1', '2'])
})

test.each([
  ['{"a": 1', '1:8', 'the closing } is missing'],
  ['{"a": 1 "b": 2}', '1:7', 'a comma is missing here'],
  ['{"a": "x"\n "b": 2}', '2:2', 'missing , between'],
  ['{"a": 1}\n{"b": 2}', '2:1', 'at node end'],
  ['{"a": 1, "a": 2}', '1:10', 'key a is already at f.json:1:2'],
  ['{1: 2}', '1:2', 'key 1 is of type integer and no text: write it in quotes'],
  ['{\n\t"a": 1}', '2:1', 'a tab stands where only blanks may'],
  ['{"a": "\\/"}', '1:8', 'no such escape'],
  ['[{"a": 1}]', '1:1', 'not a mapping'],
  ['', '1:1', 'empty'],
])('%j is refused at %s', (text, place, reason) => {
  expect(() => parseJson(text, 'f.json')).toThrow(`f.json:${place}: invalid JSON: `)
  expect(() => parseJson(text, 'f.json')).toThrow(reason)
})
