import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitLikeLiquibase, splitPieces } from '../../src/sql/liquibase-split.ts'

const DEFAULTS = { splitStatements: true, stripComments: true, endDelimiter: null }

describe('splitLikeLiquibase', () => {
  it.each([
    ['cuts at semicolons', 'a; b;\nc', ['a', 'b', 'c']],
    ['cuts at go and / alone on their line', 'a\ngo\nb\n/\nc', ['a', 'b', 'c']],
    ['a division is no delimiter', 'select 4 /2', ['select 4 /2']],
    ['strips comments, also inside dollar quotes', 'do $$ -- why\n x $$', ['do $$ \n x $$']],
    ['knows no dollar quotes', 'as $$ a; b $$', ['as $$ a', 'b $$']],
    ['keeps begin and end together', 'as $$ begin a; b; end $$; c', ['as $$ begin a; b; end $$', 'c']],
    ['counts nested blocks', 'begin begin a; end; b; end; c', ['begin begin a; end; b; end', 'c']],
    ['begin transaction is no block', 'begin transaction; a; commit', ['begin transaction', 'a', 'commit']],
    ['$$begin is one word and opens no block', 'as $$begin a; end $$', ['as $$begin a', 'end $$']],
    ['a line in brackets is a name', 'a [b;c]; d', ['a [b;c]', 'd']],
    [
      'a backslash may hide the end of a string',
      String.raw`select 'a\'; b', 'c'; d`,
      [String.raw`select 'a\'; b', 'c'`, 'd'],
    ],
    ['unless no string ends after it', String.raw`select 'a\'; b`, [String.raw`select 'a\'`, 'b']],
  ])('%s', (_, sql, expected) => {
    expect(splitLikeLiquibase(sql, DEFAULTS)).toEqual(expected)
  })

  it.each([
    ['//', 'a;\nb\n//\nc', ['a;\nb', 'c']],
    ['GO', 'a;b\nGO\nc\ngo\n', ['a;b', 'c']],
    ['\\nGO', 'a;b\nGO\nc GO d', ['a;b', 'c GO d']],
    ['^', 'a^b', ['a', 'b']],
  ])('cuts at the delimiter %s', (endDelimiter, sql, expected) => {
    expect(splitLikeLiquibase(sql, { ...DEFAULTS, endDelimiter })).toEqual(expected)
  })

  it('sends everything as one where it is not to split', () => {
    expect(splitLikeLiquibase('a; -- b\nc;', { ...DEFAULTS, splitStatements: false })).toEqual(['a; \nc;'])
  })

  const atom = fc.constantFrom(
    "'",
    '"',
    '$$',
    ';',
    '\n',
    ' ',
    '-- c;x\n',
    '/* a */',
    '/*',
    '*/',
    'begin',
    'end',
    'transaction',
    'a.b',
    '[',
    ']',
    '`',
    '\\',
    'go',
    '\ngo\n',
    '\n/\n',
    '//',
    'E',
    '1.5',
    'é',
    '\u00a0',
    '{',
  )

  it('gives the same however the text is cut into pieces', () => {
    const delimiter = fc.constantFrom(null, ';', '//', 'GO')
    fc.assert(
      fc.property(
        fc.array(atom, { maxLength: 25 }),
        delimiter,
        fc.boolean(),
        fc.integer({ min: 1, max: 5 }),
        (atoms, endDelimiter, stripComments, size) => {
          const sql = atoms.join('')
          const options = { splitStatements: true, stripComments, endDelimiter }
          const pieces = sql.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
          const statements: string[] = []
          let open = ''
          for (const part of splitPieces(pieces, options)) {
            open += part.text
            if (!part.last) continue
            statements.push(open)
            open = ''
          }
          expect(statements).toEqual(splitLikeLiquibase(sql, options))
        },
      ),
    )
  })

  it('loses nothing but delimiters, blanks and comments', () => {
    fc.assert(
      fc.property(fc.array(atom, { maxLength: 25 }), (atoms) => {
        const sql = atoms.join('')
        const joined = splitLikeLiquibase(sql, { ...DEFAULTS, stripComments: false }).join('\n')
        const bare = (text: string): string => text.replace(/[\s\u00a0;/]|\bgo\b/gi, '')
        expect(bare(joined)).toBe(bare(sql))
      }),
    )
  })
})
