import { describe, expect, test } from 'vitest'
import type { SqlContext } from '../../src/change/change-type.ts'
import { toSql } from '../../src/change/registry.ts'
import type { Body } from '../../src/model/body.ts'
import type { Changelog } from '../../src/model/changelog.ts'
import { complaints, read, xml } from '../parse/tree.ts'

function readChange(content: string, files: Record<string, string> = {}): Changelog {
  return read({ 'root.xml': xml(`<changeSet id="1" author="me">${content}</changeSet>`), ...files })
}

const context: SqlContext = { defaultSchema: null, readBody: whole }

function whole(body: Body): string[] {
  return body.kind === 'held' ? [body.text] : []
}

function texts(content: string, within: Partial<SqlContext> = {}, files = {}): string[] {
  return readChange(content, files)
    .changesets.flatMap(({ changes }) => changes)
    .flatMap((change) => [...toSql(change, { ...context, ...within })])
    .flatMap(({ body }) => whole(body))
}

describe('createProcedure', () => {
  test.each([
    ['create function f() as $$ x; $$ ;  -- end\n/* really */', 'create function f() as $$ x; $$'],
    ['create function f() as $$ x; $$', 'create function f() as $$ x; $$'],
    ["select '--';", "select '--';"],
  ])('is one statement, sent whole: %j', (text, sent) => {
    expect(texts(`<createProcedure><![CDATA[${text}]]></createProcedure>`)).toEqual([sent])
  })

  test('gets the schema that is named, functions and quoted text left alone', () => {
    const attributes = 'schemaName="My Schema"'
    const sql = "/* procedure a */ create or replace procedure old.P (x int) as 'procedure q'"
    expect(texts(`<createProcedure ${attributes}>${sql}</createProcedure>`)).toEqual([
      sql.replace('old.P', '"My Schema".P'),
    ])
    expect(texts(`<createProcedure ${attributes}>create function f()</createProcedure>`)).toEqual([
      'create function f()',
    ])
  })

  test('replaceIfExists is refused on PostgreSQL, as Liquibase refuses it', () => {
    const change = '<createProcedure replaceIfExists="true" procedureName="p">x</createProcedure>'
    const files = (dbms: string) => ({
      'root.xml': xml(`<changeSet id="1" author="me">${change.replace('>', ` dbms="${dbms}">`)}</changeSet>`),
    })
    expect(complaints(files('postgresql'))).toEqual(['root.xml:2:31 CHANGELOG_INVALID'])
    expect(complaints(files('mssql'))).toEqual([])
  })
})

describe('createView', () => {
  test('has its name quoted as Liquibase does, and its remarks as a literal', () => {
    expect(texts('<createView viewName="MixedView" schemaName="s-1" remarks=" it\'s ">select 1</createView>')).toEqual([
      'CREATE VIEW "s-1"."MixedView" AS select 1',
      'COMMENT ON VIEW "s-1"."MixedView" IS \'it\'\'s\'',
    ])
    expect(
      texts('<createView viewName="V" replaceIfExists="true">select 1</createView>', { defaultSchema: 'app' }),
    ).toEqual(['CREATE OR REPLACE VIEW app.V AS select 1'])
  })

  test('with its full definition is sent as it is, made replaceable where that is asked for', () => {
    const view = (attributes: string, text: string) =>
      texts(`<createView viewName="v" fullDefinition="true" ${attributes}><![CDATA[${text}]]></createView>`)
    expect(view('', 'create view v as select 1')).toEqual(['create view v as select 1'])
    expect(view('replaceIfExists="true"', '-- create\ncreate view v')).toEqual(['-- create\nCREATE OR REPLACE view v'])
    expect(view('replaceIfExists="true"', 'create or replace view v')).toEqual(['create or replace view v'])
  })

  test('takes its text from a file, expanded', () => {
    const files = { 'v.sql': `select \${a}` }
    const found = readChange('<createView viewName="v" path="v.sql"/>', files)
    const again = read({
      'root.xml': xml(
        '<property name="a" value="1"/><changeSet id="1" author="me"><createView viewName="v" path="v.sql"/></changeSet>',
      ),
      ...files,
    })
    const sent = [found, again].map((log) =>
      log.changesets.flatMap(({ changes }) => changes.flatMap((change) => [...toSql(change, context)])),
    )
    expect(sent.flat().map(({ body }) => body)).toEqual([
      { kind: 'held', text: `CREATE VIEW v AS select \${a}` },
      { kind: 'held', text: 'CREATE VIEW v AS select 1' },
    ])
  })

  test.each([
    ['<createView viewName="v"/>', 'neither text nor path'],
    ['<createView viewName="v" path="v.sql">select 1</createView>', 'both'],
    ['<createView>select 1</createView>', 'no name'],
  ])('%s is refused: %s', (content) => {
    const files = { 'root.xml': xml(`<changeSet id="1" author="me">${content}</changeSet>`), 'v.sql': 'select 1' }
    expect(complaints(files)).toEqual(['root.xml:2:31 CHANGELOG_INVALID'])
  })
})

test('sql and sqlFile carry their splitting options and databases', () => {
  const content =
    '<sql>a</sql><sqlFile path="f.sql" splitStatements="false" stripComments=" true " endDelimiter="\\nGO" dbms="postgresql"/>'
  const [first, second] = readChange(content, { 'f.sql': '\n b \n' }).changesets[0]?.changes ?? []
  const sent = [first, second].flatMap((change) => (change === undefined ? [] : [...toSql(change, context)]))
  expect(sent).toEqual([
    {
      body: { kind: 'held', text: 'a' },
      options: { splitStatements: true, stripComments: false, endDelimiter: null },
      source: { file: 'root.xml', line: 2, column: 36 },
      dbms: null,
    },
    {
      body: { kind: 'held', text: 'b' },
      options: { splitStatements: false, stripComments: true, endDelimiter: '\\nGO' },
      source: { file: 'f.sql', line: 2, column: 2 },
      dbms: 'postgresql',
    },
  ])
})

test('tagDatabase and empty send nothing', () => {
  expect(texts('<tagDatabase tag="v1"/>')).toEqual([])
  expect(texts('<empty/>')).toEqual([])
})
