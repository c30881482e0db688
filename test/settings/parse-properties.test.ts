import { describe, expect, test } from 'vitest'
import { parseProperties } from '../../src/settings/parse-properties.ts'

function pairs(text: string | Uint8Array): [string, string][] {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text
  return parseProperties(bytes).entries.map(({ key, value }) => [key, value])
}

describe('a .properties file is read as Java reads it', () => {
  const cases: [string, string, [string, string][]][] = [
    [
      'separators = and : and blank',
      'a=1\nb:2\nc 3\nd\t4',
      [
        ['a', '1'],
        ['b', '2'],
        ['c', '3'],
        ['d', '4'],
      ],
    ],
    ['blanks around the separator go', '  a  =  1  ', [['a', '1']]],
    ['only the first separator counts', 'url=jdbc:x?a=b:c', [['url', 'jdbc:x?a=b:c']]],
    ['# and ! begin comments', '# a=1\n ! b=2\nc=3', [['c', '3']]],
    ['a comment cannot be continued', '# a \\\nb=2', [['b', '2']]],
    ['a backslash continues, and the next indent goes', 'a=one,\\\n    two', [['a', 'one,two']]],
    [
      'two backslashes do not continue',
      'a=one\\\\\nb=2',
      [
        ['a', 'one\\'],
        ['b', '2'],
      ],
    ],
    ['a # in a continuation is text', 'a=1\\\n#2', [['a', '1#2']]],
    [
      'escapes',
      'a=t\\tn\\n.\nb=x\\y\\=',
      [
        ['a', 't\tn\n.'],
        ['b', 'xy='],
      ],
    ],
    ['escaped separators belong to the key', 'a\\ b\\:c\\=d=1', [['a b:c=d', '1']]],
    ['unicode escapes', 'a=p\\u00e4ss\\u0020w', [['a', 'päss w']]],
    ['an escaped backslash before u is no escape', 'a=C:\\\\users', [['a', 'C:\\users']]],
    [
      'a key alone has an empty value',
      'a\nb=',
      [
        ['a', ''],
        ['b', ''],
      ],
    ],
    [
      'CRLF and CR end lines',
      'a=1\r\nb=2\rc=3',
      [
        ['a', '1'],
        ['b', '2'],
        ['c', '3'],
      ],
    ],
    ['a continuation at the end of the file', 'a=1\\', [['a', '1']]],
    ['a BOM is no part of the first key', '\ufeffa=1', [['a', '1']]],
  ]
  test.each(cases)('%s', (_title, text, expected) => {
    expect(pairs(text)).toEqual(expected)
  })

  test('bytes that are not UTF-8 are Latin-1', () => {
    expect(pairs(Uint8Array.from([0x61, 0x3d, 0xe4]))).toEqual([['a', 'ä']])
  })

  test('a malformed unicode escape is told by its line, and the rest is read', () => {
    const reading = parseProperties(Buffer.from('a=1\nb=\\u12\nc=3'))
    expect(reading.malformed).toEqual([2])
    expect(reading.entries.map(({ key, line }) => [key, line])).toEqual([
      ['a', 1],
      ['c', 3],
    ])
  })
})
