import { describe, expect, test, vi } from 'vitest'
import { childOf, type DocumentNode } from '../../src/document/document-node.ts'
import { timestampOfJavaDate } from '../../src/document/yaml/java-date.ts'
import { parseYaml } from '../../src/document/yaml.ts'

vi.stubEnv('TZ', 'UTC')

function at(root: DocumentNode, ...names: readonly string[]): DocumentNode {
  return names.reduce((node, name) => {
    const child = childOf(node, name)
    if (child === null) throw new Error(`no ${name}`)
    return child
  }, root)
}

describe('a node', () => {
  const text = [
    'databaseChangeLog:',
    '  - changeSet:',
    '      "id": 007',
    "      author: 'me'",
    '      changes:',
    '        - sql: {sql: "select 1", dbms: [a, b]}',
    '        - sql: # note',
    '            sql: |2',
    '',
    '                select 1;',
    '              select 2;',
    '            comment:',
  ]
  const root = parseYaml(text.join('\r\n'), 'dir/f.yaml')
  const changeSet = at(root, 'databaseChangeLog', 'changeSet')
  const [first, second] = at(changeSet, 'changes').children

  test('has the place of its key', () => {
    const places = [changeSet, ...changeSet.children, first, second].map((node) => [
      node?.place.line,
      node?.place.column,
    ])
    expect(places).toEqual([
      [2, 5],
      [3, 7],
      [4, 7],
      [5, 7],
      [6, 11],
      [7, 11],
    ])
    expect(root).toMatchObject({ name: '', place: { file: 'dir/f.yaml', line: 1, column: 1 }, form: 'entry' })
  })

  test.each([
    ['a plain scalar', at(changeSet, 'id'), 3, 13],
    ['a quoted one, behind the quote', at(changeSet, 'author'), 4, 16],
    ['a block, its first line', second && at(second, 'sql'), 10, 17],
    ['a list, its first item', first && at(first, 'dbms'), 6, 41],
    ['nothing, the key', second && at(second, 'comment'), 12, 13],
    ['a mapping, the key', changeSet, 2, 5],
  ])('knows where its value begins: %s', (_, node, line, column) => {
    expect(node?.valuePlace).toEqual({ file: 'dir/f.yaml', line, column })
  })

  test('is typed, and its text is what Java prints', () => {
    expect(at(changeSet, 'id')).toMatchObject({ value: '7', type: 'integer' })
    expect(second && at(second, 'sql').value).toBe('\n  select 1;\nselect 2;\n')
  })

  test('keeps lists of scalars apart from children', () => {
    const node = at(parseYaml('a: [1, {b: c}, x]', 'f'), 'a')
    expect(node).toMatchObject({ value: null, values: ['1', 'x'] })
    expect(node.children.map(({ name, value }) => [name, value])).toEqual([['b', 'c']])
  })

  test('that an alias repeats has the places of what it repeats', () => {
    const root = parseYaml('a: &x {b: c}\nd: *x\n', 'f')
    expect(at(root, 'd').place.line).toBe(2)
    expect(at(root, 'd', 'b').place).toEqual(at(root, 'a', 'b').place)
  })
})

test('the last line of a file that does not end it has no line end in a block', () => {
  const values = ['a: |\n  b', 'a: |\n  b\n', 'a: |+\n  b\n\n', 'a: |+\n  b\n  '].map((text) =>
    at(parseYaml(text, 'f'), 'a'),
  )
  expect(values.map(({ value }) => value)).toEqual(['b', 'b\n', 'b\n\n', 'b\n'])
})

test('a date can be taken for the timestamp that Liquibase makes of it', () => {
  const root = parseYaml('a: 2020-01-01\nb: 0001-01-01\nc: 1582-10-05\nd: 2020-01-01 1:02:03.9', 'f')
  const texts = root.children.filter(({ type }) => type === 'date').map(({ value }) => timestampOfJavaDate(value ?? ''))
  expect(texts).toEqual(['2020-01-01T00:00:00', '0001-01-01T00:00:00', '1582-10-15T00:00:00'])
  expect(at(root, 'd')).toMatchObject({ value: '2020-01-01 01:02:03', type: 'text' })
})

test.each([
  ['', '1:1', 'the document is empty'],
  ['# only\n', '1:1', 'the document is empty'],
  ['a: b\n---\nc: d\n', '2:1', 'a changelog is one document'],
  ['- a: b\n', '1:1', 'not a mapping'],
  ['a:\n  b: 1\n  c: 2\n  b: 3\n', '4:3', 'key b is already at f.yaml:2:3'],
  ['a: {B: 1, b: 2, B: 3}\n', '1:17', 'key B is already at f.yaml:1:5'],
  ['a: 1\nyes: 2\n', '2:1', 'key true is of type boolean and no text: write it in quotes'],
  ['? [a]\n: b\n', '1:3', 'a list cannot be a key'],
  ['~: b\n', '1:1', 'a key is empty'],
  ['a:\n\t- b\n', '2:1', 'a tab stands where only blanks may'],
  ['a: x\n \ty\n', '2:2', 'a tab stands where only blanks may'],
  ['a: !!java.net.URL [x]\n', '1:19', 'tag !!java.net.URL is not one'],
  ['a: !!binary aGk=\n', '1:13', 'tag !!binary is not one'],
  ['a: !!int x\n', '1:10', 'x is no int'],
  ['a: {b: c?d}\n', '1:9', 'needs quotes'],
  ['a: "x\\/y"\n', '1:6', 'Liquibase knows no such escape'],
  ['a: "x\\\n\n y"\n', '1:6', 'an escaped line end before an empty line'],
  ['a: *x\n', '1:4', 'alias \\*x has no anchor before it'],
  ['a: &x [*x]\n', '1:8', 'alias \\*x stands within what it repeats'],
  ['a: b\nc: \u0007\n', '2:4', 'character U\\+0007 is not allowed'],
  ['a: b\u2028c\n', '1:5', 'line separator U\\+2028'],
  ['a: "b\nc: d\n', '1:4', 'the closing quote is missing'],
  ['a: [b, c\n', '2:1', 'the closing \\] is missing'],
  [' a: b\nc: d\n', '2:1', 'must start at the same column|unexpected'],
])('%j is refused at %s: %s', (text, place, reason) => {
  expect(() => parseYaml(text, 'f.yaml')).toThrow(
    new RegExp(`^f.yaml:${place}: invalid YAML: .*(${reason}).* \\[YAML_INVALID\\]$`),
  )
})

test('a value that no database can store is refused', () => {
  expect(() => parseYaml('a: "x\\0"\n', 'f.yaml')).toThrow('f.yaml:1:4: the file contains a NUL byte [NUL_BYTE]')
})

test('a message stays short whatever it quotes', () => {
  const long = 'x'.repeat(900)
  expect(() => parseYaml(`${long}: 1\n${long}: 2\n`, 'f.yaml')).toThrow(/^.{1,200}$/)
})
