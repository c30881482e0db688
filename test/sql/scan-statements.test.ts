import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scanStatements } from '../../src/sql/scan-statements.ts'

const texts = (sql: string): string[] => [...scanStatements([sql])].map((statement) => statement.text)

describe('scanStatements', () => {
  it.each([
    ['semicolons in strings stay', `select 'a;b'; select 1`, [`select 'a;b'`, 'select 1']],
    ['doubled quotes do not end a string', `select 'it''s; ok'; x`, [`select 'it''s; ok'`, 'x']],
    ['a backslash is an ordinary character', String.raw`select 'c:\'; x`, [String.raw`select 'c:\'`, 'x']],
    ['a backslash escapes in an escape string', String.raw`select E'it\'s;'; x`, [String.raw`select E'it\'s;'`, 'x']],
    ['a word that ends in e is no prefix', String.raw`select type'c:\'; x`, [String.raw`select type'c:\'`, 'x']],
    ['quoted identifiers', `select "a;b"; x`, [`select "a;b"`, 'x']],
    ['dollar quotes', 'do $$ begin; end $$; x', ['do $$ begin; end $$', 'x']],
    ['dollar quotes with a tag', 'do $a$ $b$ ; $$ $a$; x', ['do $a$ $b$ ; $$ $a$', 'x']],
    ['a dollar inside a word opens nothing', 'select a$b$; select c$b$', ['select a$b$', 'select c$b$']],
    ['parameters open nothing', 'select $1; select $2', ['select $1', 'select $2']],
    ['nested comments', 'select /* a /* ; */ ; */ 1; x', ['select /* a /* ; */ ; */ 1', 'x']],
    ['line comments', 'select 1 -- a;b\n; x', ['select 1 -- a;b', 'x']],
    ['parentheses', 'create rule r as on insert to t do (a; b); x', ['create rule r as on insert to t do (a; b)', 'x']],
    [
      'bodies of SQL-standard functions',
      'create or replace function f() returns int begin atomic select case when true then 1 end; end; x',
      ['create or replace function f() returns int begin atomic select case when true then 1 end; end', 'x'],
    ],
    [
      'begin outside a routine ends at its semicolon',
      'begin; insert into t values (1); end; x',
      ['begin', 'insert into t values (1)', 'end', 'x'],
    ],
    ['statements of nothing but comments are left out', '-- a\n; /* b */ ; x', ['x']],
  ])('%s', (_, sql, expected) => {
    expect(texts(sql)).toEqual(expected)
  })

  it.each([
    ['string', `select 1;\n  select 'abc`, 1, 10],
    ['quoted identifier', `select "a`, 0, 8],
    ['dollar quote', 'do $x$ begin', 0, 4],
    ['comment', 'select 1 /* a /* */', 0, 10],
  ] as const)('names an unterminated %s and where it opens', (what, sql, line, column) => {
    const last = [...scanStatements([sql])].at(-1)
    expect(last?.unterminated).toEqual({ what, line, column })
  })

  it('counts lines over everything it has read', () => {
    const lines = [...scanStatements(['a;\n\nb;\n', '\nc'])].map((statement) => statement.line)
    expect(lines).toEqual([0, 2, 4])
  })

  const atom = fc.constantFrom(
    "'",
    '"',
    '$$',
    '$a$',
    ';',
    '\n',
    ' ',
    '--',
    '/*',
    '*/',
    'a',
    "E'",
    '\\',
    '(',
    ')',
    'begin atomic',
    'create function',
    'end',
    'é',
    '1',
  )

  it('loses nothing: what it gives, joined, is the text without the semicolons between', () => {
    fc.assert(
      fc.property(fc.array(atom, { maxLength: 30 }), (atoms) => {
        const sql = atoms.join('')
        const bare = (text: string): string => text.replace(/[\s;]/g, '')
        const all = [...scanStatements([`${sql}`])]
        const given = all.map((statement) => statement.text).join('')
        // Statements of comments alone are left out on purpose.
        if (!/--|\/\*/.test(sql)) expect(bare(given)).toBe(bare(sql))
        else expect(bare(sql).length).toBeGreaterThanOrEqual(bare(given).length)
      }),
    )
  })

  it('gives the same however the text is cut into pieces', () => {
    fc.assert(
      fc.property(fc.array(atom, { maxLength: 30 }), fc.integer({ min: 1, max: 7 }), (atoms, size) => {
        const sql = atoms.join('')
        const pieces = sql.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
        expect([...scanStatements(pieces)]).toEqual([...scanStatements([sql])])
      }),
    )
  })
})
