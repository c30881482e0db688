import { describe, expect, test } from 'vitest'
import { type AttributeType, misfit, schemaValue } from '../../src/parse/attribute-type.ts'

const actions = { tokens: ['CASCADE', 'SET NULL'] }
const long = '9223372036854775807'

/** What Xerces hands to Liquibase, asked one by one. */
const taken: readonly (readonly [type: AttributeType, written: string, value: string])[] = [
  ['text', ' true \n', ' true \n'],
  ['boolean', ' true ', 'true'],
  ['boolean', '\r\n0\t', '0'],
  ['flag', '\tfalse\n', 'false'],
  ['flag', ' 1', '1'],
  ['flag', `\${a.b}`, `\${a.b}`],
  ['flag', `\${é€$}`, `\${é€$}`],
  ['integer', ' +1 ', '+1'],
  ['integer', `${long}0`, `${long}0`],
  ['long', '007\n', '007'],
  ['long', `-${long}`, `-${long}`],
  ['number', ' -0', '-0'],
  ['number', `\${x}`, `\${x}`],
  ['encoding', ' UTF-8 ', 'UTF-8'],
  ['filled', '\t', '\t'],
  ['filled', '; ', '; '],
  ['filled', '\u00a0', '\u00a0'],
  [actions, ' SET \t NULL\n', 'SET NULL'],
  [['HALT', 'MARK_RAN'], 'MARK_RAN', 'MARK_RAN'],
]

const refused: readonly (readonly [type: AttributeType, written: string])[] = [
  ['boolean', ''],
  ['boolean', ' '],
  ['boolean', 'TRUE'],
  ['boolean', '\u00a0true'],
  ['boolean', `\${x}`],
  ['flag', 'yes'],
  ['flag', ` \${x}`],
  ['flag', `\${x} `],
  ['flag', `\${a_b}`],
  ['flag', `\${a-b}`],
  ['flag', `\${a}\${b}`],
  ['integer', '1.0'],
  ['integer', `\${x}`],
  ['integer', '١'],
  ['long', '9223372036854775808'],
  ['long', '0x1'],
  ['number', ''],
  ['encoding', ''],
  ['encoding', 'UTF 8'],
  ['encoding', `\${x}`],
  ['filled', ''],
  ['filled', ' ;'],
  ['filled', 'a\nb'],
  ['filled', 'a\u2028b'],
  [actions, 'set null'],
  [actions, ''],
  [['HALT', 'MARK_RAN'], ' HALT'],
  [['HALT', 'MARK_RAN'], 'halt'],
]

describe('a value is what Xerces makes of it by the schema:', () => {
  test.each(taken)('%j, %j', (type, written, value) => {
    expect(schemaValue(type, written)).toBe(value)
  })
})

describe('a value is refused as Xerces refuses it by the schema, with a reason:', () => {
  test.each(refused)('%j, %j', (type, written) => {
    expect(schemaValue(type, written)).toBeNull()
    expect(misfit(type)).toMatch(/^is \w/)
  })
})
