import { readFileSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import type { DocumentNode } from '../../src/document/document-node.ts'
import { parseYaml } from '../../src/document/yaml.ts'
import { DvmError } from '../../src/errors/dvm-error.ts'

interface Tree {
  n: string
  v?: string
  t?: string
  vs?: readonly string[]
  c?: readonly Tree[]
}

const documents = read<{ written: string; tree: Tree | null }[]>('documents.json')
const scalars = read<[written: string, value?: string | null, type?: string][]>('scalars.json')

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`answers/${name}`, import.meta.url), 'utf8')) as T
}

function toTree(node: DocumentNode): Tree {
  const tree: Tree = { n: node.name }
  if (node.values !== null) tree.vs = node.values
  else if (node.value !== null) Object.assign(tree, { v: node.value, t: node.type })
  if (node.children.length > 0) tree.c = node.children.map(toTree)
  return tree
}

/** The tree, or `null` where the text is refused with a code and a place of its own. */
function treeOf(written: string): Tree | null {
  try {
    return toTree(parseYaml(written, 'f.yaml'))
  } catch (error) {
    if (!(error instanceof DvmError)) throw error
    expect(error.code).toBe('YAML_INVALID')
    const place = error.complaints[0].place ?? { line: 0, column: 0 }
    const lines = written.split(/\r\n?|\n|\x85/)
    expect(place.line).toBeLessThanOrEqual(lines.length)
    expect(place.column).toBeLessThanOrEqual((lines[place.line - 1] ?? '').length + 1)
    return null
  }
}

vi.stubEnv('TZ', 'UTC')

test.each(documents)('$written is read as Liquibase reads it', ({ written, tree }) => {
  expect(treeOf(written)).toEqual(tree)
})

test.each(scalars)('scalar %s has the value and the type that Liquibase gives it', (written, value, type) => {
  const tree = treeOf(`a: ${written}\n`)
  if (type === undefined) expect(tree).toBeNull()
  else expect(tree).toEqual({ n: '', c: [value === null ? { n: 'a' } : { n: 'a', v: value, t: type }] })
})

test('the answers hold every type, and refusals', () => {
  const types = new Set(scalars.map(([, , type]) => type))
  expect([...types].sort()).toEqual(['boolean', 'date', 'float', 'integer', 'text', undefined])
  expect(documents.some(({ tree }) => tree === null)).toBe(true)
})
