import { expect, test } from 'vitest'
import { parseJson } from '../../src/document/json.ts'
import { parseYaml } from '../../src/document/yaml.ts'

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('')
const nested = (open: string, close: string, depth: number) => `a: ${open.repeat(depth)}x${close.repeat(depth)}\n`

test.each([
  ['brackets', '['.repeat(200_000)],
  ['mappings', '{"a":'.repeat(200_000)],
  ['dashes', '- '.repeat(200_000)],
  ['question marks', '? '.repeat(200_000)],
  ['colons', ': '.repeat(200_000)],
  ['indented lines', lines(2000, (i) => `${' '.repeat(i)}a:\n`)],
  ['one list too deep', nested('[', ']', 50)],
  ['one mapping too deep', nested('{b: ', '}', 50)],
])('what nests too deep is refused: %s', (_, text) => {
  expect(() => parseYaml(text, 'f')).toThrow(/nested more than 50 deep \[YAML_INVALID\]$/)
  expect(() => parseJson(text, 'f')).toThrow(/nested more than 50 deep \[JSON_INVALID\]$/)
})

test('as deep as Liquibase goes it is read', () => {
  expect(parseYaml(nested('[', ']', 49), 'f').children[0]?.values).toHaveLength(1)
  expect(parseYaml(nested('{b: ', '}', 49), 'f').children[0]?.children).toHaveLength(1)
})

test('more aliases of collections than Liquibase takes are refused, aliases of scalars are not counted', () => {
  const aliased = (value: string, count: number) => `a: &a ${value}\nb:\n${lines(count, () => '- *a\n')}`
  expect(parseYaml(aliased('[x]', 50), 'f').children[1]?.values).toHaveLength(50)
  expect(() => parseYaml(aliased('[x]', 51), 'f')).toThrow(
    'f:53:3: invalid YAML: more than 50 aliases of lists and mappings',
  )
  expect(parseYaml(aliased('x', 500), 'f').children[1]?.values).toHaveLength(500)
})

test.each([
  ['lists that double', `a: &a0 [x, x]\n${lines(24, (i) => `b${i}: &a${i + 1} [*a${i}, *a${i}]\n`)}`],
  ['mappings that double', `a: &a0 {x: y}\n${lines(24, (i) => `b${i}: &a${i + 1} {x: *a${i}, y: *a${i}}\n`)}`],
  ['one long text many times', `a:\n- &a ${'x'.repeat(100_000)}\n${lines(10_000, () => '- *a\n')}`],
])('aliases that explode are refused: %s', (_, text) => {
  expect(() => parseYaml(text, 'f')).toThrow(/aliases repeat too much of the document \[YAML_INVALID\]$/)
})

test.each([
  ['commas', `a: [${','.repeat(20_000)}`, 'unexpected ,'],
  ['anchors', `a: ${'&a '.repeat(20_000)}`, 'at most one anchor'],
  ['closing brackets', '}'.repeat(20_000), 'unexpected'],
  ['documents', '---\n'.repeat(20_000), 'one document'],
  ['the same key', 'a: b\n'.repeat(20_000), 'already at f:1:1'],
  ['an open quote', `a: "${'\\"'.repeat(100_000)}`, 'closing quote is missing'],
])('a file full of %s is refused', (_, text, reason) => {
  expect(() => parseYaml(text, 'f')).toThrow(reason)
})

test.each([
  ['keys', lines(20_000, (i) => `k${i}: v\n`), 20_000],
  ['comments', `a: b\n${'  # c\n'.repeat(20_000)}`, 1],
  ['a block', `a: |\n${'  x\n'.repeat(100_000)}`, 1],
  ['empty lines', `a: |\n${'\n'.repeat(100_000)}  x\n`, 1],
])('a file full of %s is read', (_, text, children) => {
  expect(parseYaml(text, 'f').children).toHaveLength(children)
})
