import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { DocumentNode } from '../../src/document/document-node.ts'
import { parseJson } from '../../src/document/json.ts'
import { javaDouble } from '../../src/document/yaml/java-double.ts'
import { parseYaml } from '../../src/document/yaml.ts'
import { DvmError } from '../../src/errors/dvm-error.ts'

const answers = JSON.parse(readFileSync(new URL('answers/scalars.json', import.meta.url), 'utf8')) as [
  written: string,
  value?: string | null,
  type?: string,
][]
/** Those that are the same within brackets. */
const typed = answers.filter(([written, , type]) => type !== undefined && /^[-+.\w](?:[-+.:\w ]*\w)?$/.test(written))

const surroundings: readonly ((scalar: string) => string)[] = [
  (scalar) => `x: ${scalar}`,
  (scalar) => `x:  ${scalar}  # comment\ny: 1\n`,
  (scalar) => `x:\n  ${scalar}\n`,
  (scalar) => `{y: 1, x: ${scalar} , z: 2}`,
  (scalar) => `x: [ ${scalar} ]`,
  (scalar) => `- y: 1\n- x:\n  - ${scalar}\r\n`.replace(/^/, 'w:\n'),
  (scalar) => `? x\n: &anchor ${scalar}\n`,
  (scalar) => `y: &anchor ${scalar}\nx: *anchor\n`,
  (scalar) => `y: &anchor {x: ${scalar}}\nw: {<<: *anchor}\n`,
]

vi.stubEnv('TZ', 'UTC')

function find(node: DocumentNode): DocumentNode | undefined {
  return node.name === 'x' ? node : node.children.map(find).find((found) => found !== undefined)
}

describe('a scalar', () => {
  test('has one value and one type, wherever it stands', () => {
    fc.assert(
      fc.property(fc.constantFrom(...typed), fc.constantFrom(...surroundings), ([written, value, type], around) => {
        expect(find(parseYaml(around(written), 'f.yaml'))).toMatchObject({ value, type, values: null })
      }),
      { numRuns: 1500 },
    )
  })

  test('is text in quotes and in blocks, whatever it looks like', () => {
    const quotes: readonly ((text: string) => string)[] = [
      (text) => `x: "${text}"`,
      (text) => `x: '${text}'`,
      (text) => `x: |-\n  ${text}\n`,
      (text) => `x: >-\n  ${text}\n`,
      (text) => `x: !!str ${text}`,
    ]
    const written = typed.map(([text]) => text)
    fc.assert(
      fc.property(fc.constantFrom(...written), fc.constantFrom(...quotes), (text, quoted) => {
        expect(parseYaml(quoted(text), 'f.yaml').children[0]).toMatchObject({ value: text.trim(), type: 'text' })
      }),
      { numRuns: 1000 },
    )
  })

  test('that JSON can write comes back from JSON', () => {
    const json = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null))
    fc.assert(
      fc.property(json, (value) => {
        // A raw separator breaks lines for Liquibase, so it is refused; so is NUL, for the database's sake.
        fc.pre(!/[\0\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]/.test(String(value)))
        const node = find(parseJson(JSON.stringify({ w: [{ x: value }] }), 'f.json'))
        expect(node?.value ?? null).toBe(value === null ? null : String(value))
      }),
      { numRuns: 1000 },
    )
  })
})

test('a double is printed so that it reads back, with a point, and with an exponent where Java has one', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = javaDouble(value)
      expect(Number(text)).toBe(value)
      const plain = value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e7)
      expect(text).toMatch(plain ? /^-?\d+\.\d+$/ : /^-?\d\.\d+E-?\d+$/)
    }),
    { numRuns: 2000 },
  )
})

test('whatever stands in a file, it is read or refused with a place', () => {
  const pieces = fc.constantFrom(
    ...['a', ' ', '  ', '\n', '\n  ', ': ', ':', '- ', '{', '}', '[', ']', ', ', '"', "'", '#', ' #', '|', '>', '\n- '],
    ...[
      '&x ',
      '*x',
      '!!str ',
      '!',
      '? ',
      '\t',
      '...',
      '---',
      '\n---\n',
      '1',
      '~',
      '%',
      '\\',
      '<<: ',
      '\r\n',
      '\r',
      '\u2028',
    ],
    ...['\u0085', '\u0000', '\ufeff', '@', '`', '=', '2020-01-01', '\ud800', '😀', '\n%YAML 1.1\n', '"a": ', '\n? '],
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 25 }), (parts) => {
      const text = parts.join('')
      try {
        parseYaml(text, 'f.yaml')
      } catch (error) {
        if (!(error instanceof DvmError)) throw error
        expect(['YAML_INVALID', 'NUL_BYTE']).toContain(error.code)
        expect(error.complaints[0].place?.line).toBeGreaterThan(0)
      }
    }),
    { numRuns: 4000 },
  )
})
