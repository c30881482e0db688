import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ExpansionScope, expand } from '../../src/parse/expand.ts'
import { expandPieces } from '../../src/parse/expand-pieces.ts'

const values: Record<string, string> = { a: '1', b: `x\${a}`, x1: 'deep', self: `\${self}`, 'two words': '2' }

function scope(told: string[] = []): ExpansionScope {
  return {
    find: (name) => values[name] ?? null,
    undefined: (name, offset) => told.push(`${name}@${offset}`),
    recursive: (chain, offset) => told.push(`${chain.join('>')}@${offset}`),
    tooLarge: (offset) => told.push(`large@${offset}`),
  }
}

describe('an expression', () => {
  test.each([
    [`\${a}-\${ a }-\${two words}`, '1-1-2'],
    [`\${b}`, 'x1'],
    [`\${\${b}}`, 'deep'],
    [`$\${a}$`, '$1$'],
    ['no expression } $ {', 'no expression } $ {'],
  ])('%s becomes %s', (text, expected) => {
    expect(expand(text, scope())).toBe(expected)
  })

  test.each([`\${no}`, `\${:a}`, `\${a`, `a \${`, `\${}`])('%s stays as written', (text) => {
    expect(expand(text, scope())).toBe(text)
  })

  test('may be escaped, and may vanish where it has no value', () => {
    const text = `\${a} \${:a} \${: a } \${ :a} \${no} \${\${no}a}`
    const rules = { escaping: true, emptyMissing: true }
    expect(expand(text, { ...scope(), ...rules })).toBe(`1 \${a} \${a}   1`)
    expect([...expandPieces([...text], { ...scope(), ...rules })].join('')).toBe(`1 \${a} \${a}   1`)
  })

  test('around one that stays loses its braces, as in Liquibase', () => {
    expect(expand(`\${\${no} y}`, scope())).toBe(`\${no} y`)
  })

  test('that has no value or leads back to itself is told with where it begins', () => {
    const told: string[] = []
    expand(`ab\${no} \${b} \${self}`, scope(told))
    expect(told).toEqual(['no@2', 'self>self@13'])
  })
})

test('an opening repeated without end is no danger', () => {
  expect(expand('${'.repeat(50_000), scope())).toBe('${'.repeat(50_000))
})

test('the pieces in which a text arrives do not matter', () => {
  const parts = fc.constantFrom('$', '{', '}', '${', 'a', 'b', 'no', ' ', `\${a}`, `\${b}`)
  fc.assert(
    fc.property(
      fc.array(
        fc.array(parts).map((all) => all.join('')),
        { maxLength: 6 },
      ),
      (pieces) => {
        expect([...expandPieces(pieces, scope())].join('')).toBe(expand(pieces.join(''), scope()))
      },
    ),
  )
})
