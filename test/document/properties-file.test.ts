import { expect, test } from 'vitest'
import { parsePropertiesFile } from '../../src/document/properties-file.ts'

test('names, values, comments, continuations and escapes are read as Java reads them', () => {
  const lines = [
    '# c',
    '! c',
    '',
    'a=1',
    'b : 2 ',
    ' c\\ d\te = f',
    'g=x\\',
    '   y',
    'h=\\u00e9\\n\\\\',
    'i',
    'a=last',
    'j==',
  ]
  expect(Object.fromEntries(parsePropertiesFile(Buffer.from(lines.join('\r\n'))))).toEqual({
    a: 'last',
    b: '2 ',
    'c d': 'e = f',
    g: 'xy',
    h: 'é\n\\',
    i: '',
    j: '=',
  })
})
