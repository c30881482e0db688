import { describe, expect, test } from 'vitest'
import { toSql } from '../../src/change/registry.ts'
import { readBody, readBodyBytes } from '../../src/parse/read-body.ts'
import { makeTree, open, xml } from '../parse/tree.ts'
import { type Files, readDataChange } from './data-answers.ts'

function sqlOf(change: string, files: Files = {}): readonly string[] {
  const data = readDataChange({ xml: change }, files)
  expect(data.faults).toEqual([])
  return data.change === undefined ? [] : data.sql(data.change)
}

/** The SQL of one value of a row that also has a clob, because of which all its values are bound. */
function boundValue(attributes: string): string {
  const change = `<insert tableName="t"><column name="a" ${attributes}/><column name="c" type="clob" value="x"/></insert>`
  const [statement = ''] = sqlOf(change)
  const found = /^INSERT INTO t\(a, c\) VALUES\((.*), 'x'::pg_catalog\.varchar\)$/s.exec(statement)
  return found?.[1] ?? statement
}

test.each([
  ['value="it\'s"', "'it''s'::pg_catalog.varchar"],
  ['value="NULL"', "'NULL'::pg_catalog.varchar"],
  ['value="now()"', "'now()'::pg_catalog.varchar"],
  ['value="5" type="int"', "'5'::pg_catalog.varchar"],
  ['value="1-2-3-4-5" type="UUID"', "'00000001-0002-0003-0004-000000000005'::pg_catalog.uuid"],
  ['value="{}" type="other"', "'{}'"],
  ['valueBoolean="true"', 'TRUE'],
  ['valueNumeric="5"', "'5'::pg_catalog.int8"],
  ['valueNumeric="5.0"', "'5'::pg_catalog.int8"],
  ['valueNumeric="1,000"', "'1000'::pg_catalog.int8"],
  ['valueNumeric="1.50"', "'1.5'::pg_catalog.float8"],
  ['valueNumeric="99999999999999999999"', "'1.0E20'::pg_catalog.float8"],
  ['valueDate="2024-02-30"', "'2024-03-01'"],
  ['valueDate="2024-01-02T03:04:05.6"', "'2024-01-02 03:04:05.6'"],
  ['valueDate="10:11:12"', "'10:11:12'"],
  ['valueComputed="current_timestamp"', 'current_timestamp'],
  ['valueSequenceNext="s"', 's'],
  ['', 'NULL'],
  ['type="int"', 'NULL::pg_catalog.int4'],
  ['type="varchar(3)"', 'NULL::pg_catalog.varchar'],
  ['type="datetime"', 'NULL'],
  ['type="mine"', 'NULL'],
])('a value written as %s is bound as %s', (attributes, sql) => {
  expect(boundValue(attributes)).toBe(sql)
})

test.each([
  ['<column name="a" type="uuid" value="x"/><column name="c" type="clob" value="y"/>', 'x is not a uuid'],
  ['<column name="a" type="blob" value="no base64!"/>', 'a value of type blob is not base64'],
  ['<column name="a" valueBlobFile="nope.bin"/>', 'cannot find nope.bin'],
])('%s is a fault: %s', (columns, message) => {
  expect(readDataChange({ xml: `<insert tableName="t">${columns}</insert>` }).faults[0]).toContain(message)
})

test('a file whose place a written value takes is not looked for', () => {
  const change = '<insert tableName="t"><column name="a" valueClobFile="nope.txt" value="x"/></insert>'
  expect(sqlOf(change)).toEqual(["INSERT INTO t(a) VALUES('x'::pg_catalog.varchar)"])
})

test('columns of an update that takes files are set in the order they are written', () => {
  const change =
    '<update tableName="t" schemaName="s"><column name="z" valueClobFile="x.txt"/><column name="a" value="q"/><where>:name = :value</where><whereParams><param name="Id" valueNumeric="5"/></whereParams></update>'
  expect(sqlOf(change, { 'x.txt': 'text' })).toEqual([
    `UPDATE s.t SET z = 'text'::pg_catalog.varchar, a = 'q'::pg_catalog.varchar WHERE "Id" = 5`,
  ])
})

describe('large files', () => {
  /** The pieces in which a statement is sent, without holding them. */
  function* piecesOf(change: string, files: Files): Generator<string> {
    const tree = makeTree({ 'root.xml': xml(`<changeSet id="1" author="a">${change}</changeSet>`), ...files })
    const { storage, changelog } = open(tree)
    const [one] = changelog.changesets[0]?.changes ?? []
    if (one === undefined) return
    const context = {
      defaultSchema: null,
      readBody: (body: Parameters<typeof readBody>[1]) => readBody(storage, body),
      readBytes: (body: Parameters<typeof readBodyBytes>[1]) => readBodyBytes(storage, body),
    }
    for (const { body, bind } of toSql(one, context)) yield* bind?.([...readBody(storage, body)].join('')) ?? []
  }

  test.each([
    ['valueBlobFile', Buffer.alloc(3_000_001, 'bytes')],
    ['valueClobFile', Buffer.from('é€🙂\n'.repeat(300_000))],
  ])('of %s come in pieces that together are the file', (attribute, content) => {
    const change = `<insert tableName="t"><column name="a" ${attribute}="f"/></insert>`
    const found: Buffer[] = []
    for (const piece of piecesOf(change, { f: content })) {
      expect(piece.length).toBeLessThan(300_000)
      const data = /decode\('([^']*)', 'base64'\)/.exec(piece)?.[1]
      if (data !== undefined) found.push(Buffer.from(data, 'base64'))
    }
    expect(found.length).toBeGreaterThan(10)
    expect(Buffer.concat(found).equals(content)).toBe(true)
  })

  test('that are empty are stored all the same', () => {
    const pieces = [...piecesOf('<insert tableName="t"><column name="a" valueBlobFile="f"/></insert>', { f: '' })]
    expect(pieces[0]).toContain("lo_from_bytea(0, pg_catalog.decode('', 'base64'))")
  })
})
