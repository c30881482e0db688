import { describe, expect, test } from 'vitest'
import { DumpBroken, type DumpPiece, DumpScanner } from '../../src/sql/dump-scanner.ts'

/** What a dump is cut into, with rows that stand together as one. */
function scan(text: string, size = text.length): readonly (readonly [DumpPiece['kind'], string])[] {
  const scanner = new DumpScanner()
  const bytes = Buffer.from(text)
  const found: [DumpPiece['kind'], string][] = []
  const take = (piece: DumpPiece): void => {
    const shown = show(piece)
    const last = found.at(-1)
    if (piece.kind === 'rows' && last?.[0] === 'rows') last[1] += shown
    else found.push([piece.kind, shown])
  }
  for (let at = 0; at < bytes.length; at += size)
    for (const piece of scanner.push(bytes.subarray(at, at + size))) take(piece)
  for (const piece of scanner.end()) take(piece)
  return found
}

function show(piece: DumpPiece): string {
  if (piece.kind === 'rows') return piece.bytes.toString()
  if (piece.kind === 'end-of-rows') return String(piece.empty)
  return Buffer.from(piece.kind === 'rest' ? piece.lead : piece.text, 'latin1').toString()
}

const dump = `--
-- PostgreSQL database dump
--

\\restrict abc

SET a = 1;
-- Name: f; it's "odd" $$
CREATE FUNCTION f() AS $$ begin; -- \\! no
'open $x$ $$ LANGUAGE sql;
CREATE FUNCTION g() AS $größe$ \\! no; $$ $größe$;
COMMENT ON TABLE a$b$c IS E'it\\'s; \\\\! ''x''';
COMMENT ON TABLE t IS 'back\\';
CREATE TABLE "we;ird "" \\! 'x" (a int /* ; \\! /* nested ' */ ; */, b money DEFAULT $1);
COPY public.t (a) FROM stdin;
\\restrict in a row
\\N\t;\\\\.
x\\.
\\.


COPY public.empty (a) FROM stdin;
\\.

SELECT 1 -- a comment; with 'quotes'
;
\\unrestrict abc

--
-- done`

const pieces = [
  ['command', '\\restrict abc'],
  ['statement', 'SET a = 1;'],
  ['statement', "CREATE FUNCTION f() AS $$ begin; -- \\! no\n'open $x$ $$ LANGUAGE sql;"],
  ['statement', 'CREATE FUNCTION g() AS $größe$ \\! no; $$ $größe$;'],
  ['statement', "COMMENT ON TABLE a$b$c IS E'it\\'s; \\\\! ''x''';"],
  ['statement', "COMMENT ON TABLE t IS 'back\\';"],
  ['statement', `CREATE TABLE "we;ird "" \\! 'x" (a int /* ; \\! /* nested ' */ ; */, b money DEFAULT $1);`],
  ['statement', 'COPY public.t (a) FROM stdin;'],
  ['rows', '\\restrict in a row\n\\N\t;\\\\.\nx\\.\n'],
  ['end-of-rows', 'false'],
  ['statement', 'COPY public.empty (a) FROM stdin;'],
  ['end-of-rows', 'true'],
  ['statement', "SELECT 1 -- a comment; with 'quotes'\n;"],
  ['command', '\\unrestrict abc'],
  ['rest', '\n\n--\n-- done'],
]

describe('a dump', () => {
  test.each([1, 2, 3, 5, 64, 100_000])('is cut the same way when it comes in pieces of %i bytes', (size) => {
    expect(scan(dump, size)).toEqual(pieces)
  })

  test('has what stands before a statement as its lead, comments included', () => {
    const [piece] = [...new DumpScanner().push(Buffer.from('\n--\n-- Name: t;\n--\n\nCREATE TABLE t ();'))]
    expect(piece).toEqual({ kind: 'statement', lead: '\n--\n-- Name: t;\n--\n\n', text: 'CREATE TABLE t ();' })
  })

  test.each([
    ['behind a statement', 'SELECT 1;\n\\! id\n', '\\! id'],
    ['inside a statement', 'CREATE VIEW v AS SELECT 1 \\! id\n;', 'CREATE VIEW v AS SELECT 1 \\'],
    ['behind rows that end early', 'COPY t (a) FROM stdin;\n\\.\n\\! id\n\\.\n', '\\! id'],
  ])('shows a command of psql %s', (_where, text, command) => {
    const found = [...new DumpScanner().push(Buffer.from(text))]
    expect(found.find(({ kind }) => kind === 'command')).toMatchObject({ text: command })
  })

  test.each([
    ['a string', "SELECT 'x"],
    ['a body', 'DO $a$ begin'],
    ['a comment', 'SELECT 1; /* x'],
    ['a statement', 'SELECT 1'],
    ['rows', 'COPY t (a) FROM stdin;\n1\n'],
  ])('that breaks off in %s is not whole', (_where, text) => {
    expect(() => scan(text)).toThrow(DumpBroken)
  })
})
