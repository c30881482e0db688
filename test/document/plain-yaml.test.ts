import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DocumentNode } from '../../src/document/document-node.ts'
import { readPlainJson } from '../../src/document/yaml/plain-json.ts'
import { readPlainYaml } from '../../src/document/yaml/plain-yaml.ts'
import { readAnyYaml } from '../../src/document/yaml/read-yaml.ts'
import { YamlSource } from '../../src/document/yaml/yaml-source.ts'
import { parseYaml } from '../../src/document/yaml.ts'
import { simpleYaml, yamlLine } from '../support/yaml-text.ts'

const quickly = (text: string) => outcome(() => parseYaml(text, 'f.yaml'))
const slowly = (text: string) => outcome(() => readAnyYaml(new YamlSource(text, 'f.yaml', 'YAML')))
const isPlain = (text: string) => readPlainYaml(new YamlSource(text, 'f.yaml', 'YAML')) !== null

/** The tree with its places, or what is wrong with the text. */
function outcome(read: () => DocumentNode): unknown {
  try {
    return read()
  } catch (error) {
    return String(error)
  }
}

describe('YAML that is read quickly', () => {
  test('has the values, types, places and faults that it has otherwise', () => {
    const lines = fc.array(yamlLine, { maxLength: 8 })
    fc.assert(
      fc.property(lines, fc.constantFrom('\n', '\n', '', '\n\n', '\r\n'), (written, last) => {
        const text = written.join('\n') + last
        expect(quickly(text)).toEqual(slowly(text))
      }),
      { numRuns: 3000 },
    )
  })

  test('has them when it was damaged', () => {
    const damage = fc.constantFrom(
      ...'\n \n#\n \n\t\n:\n: \n #\n-\n- \n|\n"\n\'\nx\n&\n\\'.split('\n'),
      '\n',
      '\n ',
      '---\n',
    )
    fc.assert(
      fc.property(simpleYaml, fc.nat(), damage, (whole, at, inserted) => {
        const cut = at % (whole.length + 1)
        const text = whole.slice(0, cut) + inserted + whole.slice(cut + (inserted === '' ? 1 : 0))
        expect(quickly(text)).toEqual(slowly(text))
      }),
      { numRuns: 1500 },
    )
  })

  test('is what people and programs write', () => {
    fc.assert(
      fc.property(simpleYaml, (text) => {
        expect(slowly(text)).toBeTypeOf('object')
        expect(isPlain(text)).toBe(true)
        expect(quickly(text)).toEqual(slowly(text))
      }),
      { numRuns: 500 },
    )
  })

  test('may begin with its mark and with comments, and end without a line end', () => {
    for (const text of ['---\na: b\n', '# c\n\n---\n# d\na:\n- b', '\ufeffa: b # c\r\nd:\r\n  - e: f']) {
      expect(isPlain(text)).toBe(true)
      expect(quickly(text)).toEqual(slowly(text))
    }
  })

  test('may hold a text of any length in one line', () => {
    const long = 'x'.repeat(20_000_000)
    for (const text of [`a: "${long}"\n`, `a: '${long}'\n`, `a: ${long}\n`, `a: b # ${long}\n`]) {
      expect(isPlain(text)).toBe(true)
    }
    expect(readPlainJson(new YamlSource(`{"a": "${long}"}`, 'f.json', 'JSON'))).not.toBeNull()
  })

  test('is left to the other reader where it is not simple', () => {
    for (const text of ['a: [b]', 'a: &x b', 'a: b\n  c', 'a: |2\n    b', 'a: |\n  b', 'a:', 'yes: b', '- a']) {
      expect(isPlain(text)).toBe(false)
    }
  })
})
