import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DocumentNode } from '../../src/document/document-node.ts'
import { parseJson } from '../../src/document/json.ts'
import { readPlainJson } from '../../src/document/yaml/plain-json.ts'
import { YamlSource } from '../../src/document/yaml/yaml-source.ts'
import { parseYaml } from '../../src/document/yaml.ts'

const name = fc.oneof(
  fc.constantFrom('databaseChangeLog', 'changeSet', 'id', '<<', '=', '', 'yes', '1', 'ü', 'a b', 'a: b', '#a'),
  fc.string(),
)
const scalar = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom('\n', '\\', '"', '\t', '/', 'null', '2020-01-01', '\u00e9', '\u{1F600}', ' x ', '1.50', '{', ','),
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const { object } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, tie('object'), fc.array(tie('value'), { maxLength: 4 })),
  object: fc.dictionary(name, tie('value'), { maxKeys: 5 }),
}))

/** The tree, or what is wrong with the text. */
function outcome(read: (text: string, file: string) => DocumentNode, text: string): unknown {
  try {
    return read(text, 'f.json')
  } catch (error) {
    return String(error).replaceAll('JSON', 'YAML')
  }
}

describe('JSON that is read quickly', () => {
  test('is what YAML reads, faults included', () => {
    fc.assert(
      fc.property(object, fc.constantFrom(undefined, 1, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        expect(outcome(parseJson, text)).toEqual(outcome(parseYaml, text))
      }),
      { numRuns: 2000 },
    )
  })

  test('is what YAML reads when it was damaged', () => {
    fc.assert(
      fc.property(
        object,
        fc.nat(),
        fc.constantFrom('', ',', '"', '\\', '}', ' ', '\n', '1', '\\/'),
        (value, at, damage) => {
          const whole = JSON.stringify(value, null, 1)
          const cut = at % (whole.length + 1)
          const text = whole.slice(0, cut) + damage + whole.slice(cut + (damage === '' ? 1 : 0))
          expect(outcome(parseJson, text)).toEqual(outcome(parseYaml, text))
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('is most of what people write', () => {
    const text =
      '{\n  "databaseChangeLog": [\n    { "changeSet": { "id": 1, "runAlways": true, "x": 2.50, "y": null } }\n  ]\n}\n'
    expect(readPlainJson(new YamlSource(text, 'f.json', 'JSON'))).not.toBeNull()
  })
})
