import { describe, expect, test } from 'vitest'
import { DumpFilter, type FilterRules } from '../../../src/assemble/dump/filter-dump.ts'
import { indexKey } from '../../../src/assemble/dump/find-left-out.ts'
import { DumpScanner } from '../../../src/sql/dump-scanner.ts'

const everything = { objects: new Set<string>(), indexes: new Set<string>() }

/** One entry as pg_dump --verbose writes it. */
function entry(id: number, identity: string, name: string, sql: string, needs = ''): string {
  const dependencies = needs === '' ? '' : `-- Dependencies: ${needs}\n`
  return `--\n-- TOC entry ${id} (class ${identity})\n${dependencies}-- Name: ${name}; Schema: public; Owner: me\n--\n\n${sql}\n\n\n`
}

function filtered(dump: string, rules: Partial<FilterRules> = {}) {
  const filter = new DumpFilter({ leftOut: everything, single: true, transactionTimeout: false, ...rules })
  const scanner = new DumpScanner()
  const pieces = [...scanner.push(Buffer.from(dump)), ...scanner.end()]
  const text = pieces.map((piece) => filter.accept(piece)?.toString() ?? '').join('')
  return { text, filter }
}

const head = `--
-- PostgreSQL database dump
--

\\restrict k

-- Started on Monday

SET statement_timeout = 0;
SET transaction_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);

`

describe('what is passed on of a dump', () => {
  test('has settings that end with our transaction, and nothing that changes from one dump to the next', () => {
    const { text, filter } = filtered(head + entry(7, '1259 OID 4', 't; Type: TABLE', 'CREATE TABLE public.t ();'))
    expect(text).toBe(`SET LOCAL statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', true);
--
-- Name: t; Type: TABLE; Schema: public; Owner: me
--

CREATE TABLE public.t ();`)
    expect(filter.objects).toEqual([{ catalog: 1259, oid: 4 }])
  })

  test('keeps settings for the session where there is no transaction of ours, and large objects theirs', () => {
    const { text, filter } = filtered(`${head}${entry(1, '0 OID 0', 'BLOBS; Type: BLOBS', 'BEGIN;\n\nCOMMIT;')}`, {
      single: false,
      transactionTimeout: true,
    })
    expect(text).toContain('SET statement_timeout = 0;\nSET transaction_timeout = 0;\n')
    expect(text).toContain('BEGIN;\n\nCOMMIT;')
    expect([...filter.settings]).toEqual(['statement_timeout', 'transaction_timeout', 'search_path'])
  })

  test('is without transactions that would end ours', () => {
    const { text } = filtered(entry(1, '0 OID 0', 'BLOBS; Type: BLOBS', 'BEGIN;\n\nSELECT 1;\n\nCOMMIT;'))
    expect(text).toMatch(/SELECT 1;/)
    expect(text).not.toMatch(/BEGIN|COMMIT/)
  })

  test('tells which tables got rows', () => {
    const rows = (name: string, some: string) => `COPY ${name} (a) FROM stdin;\n${some}\\.`
    const { filter } = filtered(
      entry(1, '0 OID 1', 'a; Type: TABLE DATA', rows('public."Ä ;b"', '1\n')) +
        entry(2, '0 OID 2', 'b; Type: TABLE DATA', rows('public.b', '')) +
        entry(3, '0 OID 3', 'c; Type: TABLE DATA', 'INSERT INTO public.c VALUES (1);'),
    )
    expect([...filter.filled]).toEqual(['public."Ä ;b"', 'public.c'])
  })
})

describe('what is left out', () => {
  const dump =
    entry(1, '1255 OID 10', 'f(); Type: FUNCTION', "CREATE FUNCTION public.f() AS '-- TOC entry 9 (class 1 OID 1)';") +
    entry(2, '0 OID 0', 'FUNCTION f(); Type: COMMENT', "COMMENT ON FUNCTION public.f() IS 'x';", '1') +
    entry(3, '1259 OID 11', 'i; Type: INDEX', 'CREATE INDEX "I" ON public.t (a);') +
    entry(4, '0 OID 0', 'i; Type: INDEX ATTACH', 'ALTER INDEX public.p ATTACH PARTITION public."I";') +
    entry(5, '0 OID 0', 'k; Type: INDEX ATTACH', 'ALTER INDEX public.p ATTACH PARTITION public.k;')

  test('goes by oid, with the comments and attachments that belong to it', () => {
    const leftOut = { objects: new Set(['pg_proc:10', 'pg_class:11']), indexes: new Set([indexKey('public', 'I')]) }
    const { text, filter } = filtered(dump, { leftOut })
    expect(text.match(/^[A-Z].*$/gm)).toEqual(['ALTER INDEX public.p ATTACH PARTITION public.k;'])
    expect(filter.objects).toEqual([])
  })

  test('is never needed by an object that stays', () => {
    const leftOut = { objects: new Set(['pg_proc:10']), indexes: new Set<string>() }
    const view = entry(6, '1259 OID 12', 'v; Type: VIEW', 'CREATE VIEW public.v AS SELECT public.f();', '1')
    expect(() => filtered(dump + view, { leftOut })).toThrow('Name: v; Type: VIEW; Schema: public; Owner: me needs')
  })
})

test('a command of psql that pg_dump did not write makes the whole dump worthless', () => {
  const hostile = entry(1, '1259 OID 1', 'v; Type: VIEW', 'CREATE VIEW public.v AS SELECT 1;\n\\! rm -rf /\n')
  expect(() => filtered(head + hostile)).toThrow(
    'pg_dump wrote what is no plain SQL: behind Name: v; Type: VIEW; Schema: public; Owner: me stands "\\\\! rm -rf /" [DUMP_UNSAFE]',
  )
})
