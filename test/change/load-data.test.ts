import { describe, expect, test } from 'vitest'
import { isLarge, toSql } from '../../src/change/registry.ts'
import type { RangesBody } from '../../src/model/body.ts'
import { readBodyBytes } from '../../src/parse/read-body.ts'
import { makeTree, open, xml } from '../parse/tree.ts'
import { type Asked, type DataChange, type Files, readDataChange } from './data-answers.ts'

function load(
  csv: string | Buffer,
  columns: string,
  attributes = '',
  further: Asked = {},
  files: Files = {},
): DataChange {
  const xml = `<loadData tableName="t" file="d.csv"${attributes}>${columns}</loadData>`
  return readDataChange({ xml, ...further }, { 'd.csv': csv, ...files })
}

function sqlOf(data: DataChange): readonly string[] {
  return data.change === undefined ? [] : data.sql(data.change)
}

const strings = '<column name="a" type="STRING"/><column name="b" type="STRING"/>'

describe('what is wrong with a file', () => {
  test.each([
    [
      'a row with too few values',
      'a,b\n1,2\n3\n',
      strings,
      '',
      'd.csv:3:1: the row has one value and the header 2: look for a separator that is not in quotes',
    ],
    [
      'a row with too many',
      'a,b\n"x\ny",2\n1,2,3\n',
      strings,
      '',
      'd.csv:4:1: the row has 3 values and the header 2: look for a separator that is not in quotes',
    ],
    [
      'quotes that do not close',
      'a,b\n1,"2\n',
      strings,
      '',
      'd.csv:2:3: the file ends within a field whose " does not close',
    ],
    ['no header', '', strings, '', 'd.csv:1:1: the file is empty: it has no header'],
    [
      'a column without a name',
      'a,,b\n1,2,3\n',
      strings,
      '',
      'd.csv:1:1: the header has a column without a name, and no column says its index',
    ],
    [
      'nothing to load',
      'a\n1\n',
      '<column name="a" type="skip"/>',
      '',
      'd.csv:1:1: every column is skipped: nothing is left to be loaded',
    ],
    [
      'a date that is none',
      'a\n\n2024-01-02T03:04:05.x\n',
      '<column name="a" type="DATETIME"/>',
      '',
      'd.csv:3:1: 2024-01-02T03:04:05.x is not a date',
    ],
    [
      'NOW with an odd shift',
      'a\nNOW+2\n',
      '<column name="a" type="DATE"/>',
      '',
      'd.csv:2:1: NOW+2 is not a date: write it as NOW+2days',
    ],
    [
      'an empty BLOB',
      'a,b\n,x\n',
      '<column name="a" type="BLOB"/>',
      '',
      'd.csv:2:1: column a of type BLOB is empty, which Liquibase does not take: write NULL',
    ],
    [
      'a uuid that is none',
      'a\nx\n',
      '<column name="a" type="UUID"/>',
      ' usePreparedStatements="true"',
      'd.csv:2:1: x is not a uuid',
    ],
    [
      'a BLOB that may not be bound',
      'a\nNULL\nQUJD\n',
      '<column name="a" type="BLOB"/>',
      ' usePreparedStatements="false"',
      'd.csv:3:1: the row has a BLOB or CLOB, which usePreparedStatements="false" does not let through',
    ],
    [
      'an encoding nobody knows',
      'a\n1\n',
      '<column name="a" type="STRING"/>',
      ' encoding="klingon"',
      'd.csv:1:1: the file is not valid klingon: that encoding is not known here',
    ],
    ['a NUL', 'a\nx\0\n', '<column name="a" type="STRING"/>', '', 'd.csv:2:2: the file contains a NUL byte'],
  ])('%s is told with its place', (_what, csv, columns, attributes, message) => {
    const data = load(csv, columns, attributes)
    sqlOf(data)
    expect(data.faults).toEqual([])
    expect(data.complaints[0]?.replace(/ \[\w+\]$/, '')).toBe(message)
  })

  test('is told of every row, up to twenty', () => {
    const rows = (count: number) => load(`a,b\n${'1\n'.repeat(count)}`, strings)
    for (const [count, told] of [
      [3, 3],
      [500, 20],
    ] as const) {
      const data = rows(count)
      sqlOf(data)
      expect(data.complaints).toHaveLength(told)
    }
  })

  test('stops a changeset that fails on error; of another nothing is loaded, which is told', () => {
    const data = load('a,b\n1,2\n3\n', strings, '', { attributes: ' failOnError="false"' })
    expect(sqlOf(data)).toEqual([])
    expect(data.complaints).toEqual([])
    expect(data.warnings).toEqual([
      'd.csv:3:1: the row has one value and the header 2: look for a separator that is not in quotes: nothing of the file is loaded, because failOnError is false [CHANGELOG_INVALID]',
    ])
  })

  test('is no reason to pass over a file that Liquibase stops at', () => {
    const data = load('a,b\n1,"2\n', strings, '', { attributes: ' failOnError="false"' })
    sqlOf(data)
    expect(data.complaints).toHaveLength(1)
  })

  test.each([
    ['<loadData tableName="t" file="nope.csv"/>', 'cannot find nope.csv'],
    ['<loadData tableName="t" file="d.csv" quotchar="*"/>', 'quotchar="*" is not one that Liquibase can read by'],
    ['<loadData tableName="t"/>', '<loadData> has no file'],
    ['<loadUpdateData tableName="t" file="d.csv"/>', '<loadUpdateData> has no primaryKey'],
    ['<loadData tableName="t" file="d.csv"><column name="f" type="CLOB"/></loadData>', 'cannot find some.txt'],
  ])('%s is a fault: %s', (xml, message) => {
    expect(readDataChange({ xml }, { 'd.csv': 'f\nsome.txt\n' }).faults[0]).toContain(message)
  })

  test.each([
    ['index: x', 'index="x" is not a whole number'],
    ['index: " 1"', 'index=" 1" is not a whole number'],
  ])('of a column with %s in YAML is a fault: %s', (entry, message) => {
    const yaml = `- loadData: {tableName: t, file: d.csv, columns: [{column: {type: STRING, ${entry}}}]}`
    expect(readDataChange({ yaml }, { 'd.csv': 'f\n1\n' }).faults[0]).toContain(message)
  })
})

test('of two columns with one name in the catalog the first, which counts, has no type: nothing is asked for it', () => {
  const twice = '<column name="flag"/><column name="FLAG"/>'
  expect(sqlOf(load('flag\nyes\n', twice))).toEqual(["INSERT INTO t (flag) VALUES ('yes');"])
  expect(sqlOf(load('flag\nyes\n', '<column name="flag"/>'))[0]).toContain('dvm.load')
})

test('NOW and TODAY are asked of the server when the package runs', () => {
  const types = '<column name="a" type="DATE"/><column name="b" type="TIME"/><column name="c" type="DATETIME"/>'
  expect(sqlOf(load('a,b,c\nNOW+2days,now,Today-1\n', types))).toEqual([
    "INSERT INTO t (a, b, c) VALUES (CAST(LOCALTIMESTAMP + INTERVAL '2 day' AS date), CAST(pg_catalog.date_trunc('second', LOCALTIMESTAMP) AS time), pg_catalog.date_trunc('milliseconds', LOCALTIMESTAMP - INTERVAL '1 day'));",
  ])
})

test('rows without a large object are left out where others have one, as Liquibase leaves them out', () => {
  const columns = '<column name="a" type="BLOB"/><column name="b" type="STRING"/>'
  const data = load('a,b\nQUJD,x\nNULL,y\nREVG,z\n', columns)
  const [first = '', second = '', ...more] = sqlOf(data)
  expect(more).toEqual([])
  expect(first).toContain("decode('QUJD', 'base64')")
  expect(first).toContain("'x'::pg_catalog.varchar")
  expect(second).toContain("decode('REVG', 'base64')")
  expect(data.warnings).toEqual([
    'd.csv:3:1: rows without a BLOB or CLOB are left out where others have one, as Liquibase leaves them out [CHANGELOG_INVALID]',
  ])
})

test('files that rows name are beside the changelog, wherever the rows are', () => {
  const xml = '<loadData tableName="t" file="data/d.csv"><column name="a" type="CLOB"/></loadData>'
  const data = readDataChange({ xml }, { 'data/d.csv': 'a\ntexts/x.txt\nNULL\n', 'texts/x.txt': "it's" })
  expect(sqlOf(data)).toEqual(["INSERT INTO t(a) VALUES('it''s'::pg_catalog.varchar)"])
})

test('a column whose type nobody names is asked for on the target, before the first row', () => {
  const [asking = '', rows = '', ...more] = sqlOf(load('a,b\n1,x\n,NULL\n', '<column name="b" type="STRING"/>'))
  expect(more).toEqual([])
  expect(asking).toMatch(/^SELECT pg_catalog\.set_config\('dvm\.load', /)
  expect(asking).toContain("pg_catalog.to_regclass('t')")
  expect(asking).toContain("a.attname IN ('a')")
  expect(rows).toContain(`ARRAY[['1', '''x'''],\n[NULL, 'NULL']]`)
})

test('where every type is named nothing is asked', () => {
  expect(sqlOf(load('a,b\n1,x\n', strings))).toEqual(["INSERT INTO t (a, b) VALUES ('1', 'x');"])
})

test('a value that holds the tag of a block does not end it', () => {
  const xml = (columns: string) =>
    `<loadUpdateData tableName="t" file="d.csv" primaryKey="a">${columns}</loadUpdateData>`
  const files = { 'd.csv': 'a,b\n1,$$ $row$ $row0$ $load$\n' }
  for (const columns of [strings, '']) {
    const data = readDataChange({ xml: xml(columns) }, files)
    for (const statement of sqlOf(data)) {
      const tag = /DO\s+(\$\w*\$)/.exec(statement)?.[1] ?? ''
      if (tag !== '') expect(statement.split(tag)).toHaveLength(3)
    }
  }
})

test('bytes that are none of the encoding are warned of once, whatever reads them', () => {
  const columns = '<column name="a" type="CLOB"/><column name="b" type="STRING"/>'
  const csv = Buffer.from('a,b\nx.txt,\xe9\n', 'latin1')
  const data = load(csv, columns, '', { attributes: ' failOnError="false"' }, { 'x.txt': 'x' })
  expect(sqlOf(data)).toHaveLength(1)
  expect(data.warnings).toEqual([
    'd.csv:2:7: the file is not valid UTF-8: bytes that are none of it are read as U+FFFD, as Liquibase reads them [ENCODING_INVALID]',
  ])
})

describe('a large file', () => {
  const rows = 'some text that makes a row,more text of it\n'
  const csv = `a,b\n${rows.repeat(250_000)}`
  const change = `<loadData tableName="t" file="d.csv">${strings}</loadData>`

  test('is read as far as its statements are asked for', () => {
    const { storage, changelog } = open(
      makeTree({ 'root.xml': xml(`<changeSet id="1" author="a">${change}</changeSet>`), 'd.csv': csv }),
    )
    const [one] = changelog.changesets[0]?.changes ?? []
    let read = 0
    const readBytes = function* (body: RangesBody): Generator<Buffer> {
      for (const bytes of readBodyBytes(storage, body)) {
        read += bytes.length
        yield bytes
      }
    }
    const statements = one === undefined ? [] : toSql(one, { defaultSchema: null, readBody: () => [], readBytes })
    for (const { body } of statements) {
      expect(body.kind === 'held' && body.text.startsWith('INSERT INTO t (a, b) VALUES (')).toBe(true)
      break
    }
    expect(csv.length).toBeGreaterThan(10_000_000)
    expect(read).toBeLessThan(2_000_000)
  })

  test('is not held as SQL, a small one is', () => {
    const sizes = [csv, 'a,b\n1,2\n'].map((content) => readDataChange({ xml: change }, { 'd.csv': content }).change)
    expect(sizes.map((one) => one !== undefined && isLarge(one))).toEqual([true, false])
  })
})
