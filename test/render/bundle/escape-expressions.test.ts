import { expect, test } from 'vitest'
import { expand } from '../../../src/parse/expand.ts'
import { DOLLAR, escapeExpressions, escapePieces } from '../../../src/render/bundle/escape-expressions.ts'

/** As Liquibase reads a package, where somebody has defined the property that the text names. */
function read(text: string): string {
  return expand(text, {
    find: (name) => ({ [DOLLAR]: '$', name: 'WRONG' })[name] ?? null,
    undefined: () => undefined,
    recursive: () => undefined,
    tooLarge: () => undefined,
  })
}

const texts = [
  `\${name}`,
  `a \${name} $ {name} $\${name}}`,
  `\${:name}`,
  `\${\${name}}`,
  '$',
  `\${`,
  `\${ name`,
  'no property',
]

test.each(texts)('%j is read as it is, whatever is defined', (text) => {
  expect(read(escapeExpressions(text))).toBe(text)
})

test.each(texts)('%j is read as it is, wherever it was cut', (text) => {
  for (let at = 0; at <= text.length; at++) {
    expect(read([...escapePieces([text.slice(0, at), text.slice(at)])].join(''))).toBe(text)
  }
})
