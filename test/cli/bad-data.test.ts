import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { makeTree, xml } from '../parse/tree.ts'
import { dvm } from '../support/dvm.ts'
import { refused } from './refused.ts'

const load = (column: string) =>
  xml(`<changeSet id="1" author="me">\n  <loadData tableName="t" file="d.csv">${column}</loadData>\n</changeSet>`)

test.each<[string, string | Buffer, string[]]>([
  [
    'rows that are too short and too long',
    'a,b\n1\n2,3,4\n',
    ['d.csv:2:1 CHANGELOG_INVALID', 'd.csv:3:1 CHANGELOG_INVALID'],
  ],
  ['a quote that does not close', 'a,b\n1,"2\n3,4\n', ['d.csv:2:3 CHANGELOG_INVALID']],
  ['a row of a million values', `a,b\n${'x,'.repeat(1 << 20)}\n`, ['d.csv:2:1 CHANGELOG_INVALID']],
  ['an empty file', '', ['d.csv:1:1 CHANGELOG_INVALID']],
  ['a NUL', 'a\nx\0y\n', ['d.csv:2:2 NUL_BYTE']],
])('CSV with %s is refused', async (_title, data, expected) => {
  expect(await refused(makeTree({ 'root.xml': load(''), 'd.csv': data }), 2)).toEqual(expected)
})

test.each([
  [
    'a column that is not in the header',
    '<column name="c" type="NUMERIC"/>',
    'd.csv:1:1: column c is not in the header',
  ],
  ['text in a column of numbers', '<column name="a" type="NUMERIC"/>', 'd.csv:3:1: x is no number'],
])('%s is told, as Liquibase takes it', async (_title, column, said) => {
  const folder = makeTree({ 'root.xml': load(column), 'd.csv': 'a,b\n1,2\nx,4\n' })
  const { code, stderr } = await dvm(['package', 'sql', '--changelog', 'root.xml', '--out', 'x.sql'], { cwd: folder })
  expect([code, stderr.trim().split('\n')]).toEqual([0, [expect.stringContaining(`warning: ${said}`)]])
})

test.each(['loadData', 'sqlFile', 'createProcedure', 'createView', 'valueBlobFile', 'valueClobFile'])(
  'a path out of the root is refused in %s, and a file that is missing',
  async (where) => {
    const changes = (path: string) => ({
      loadData: `<loadData tableName="t" file="${path}"/>`,
      sqlFile: `<sqlFile path="${path}"/>`,
      createProcedure: `<createProcedure path="${path}"/>`,
      createView: `<createView viewName="v" path="${path}"/>`,
      valueBlobFile: `<insert tableName="t"><column name="a" valueBlobFile="${path}"/></insert>`,
      valueClobFile: `<insert tableName="t"><column name="a" valueClobFile="${path}"/></insert>`,
    })
    const root = (path: string) =>
      xml(`<changeSet id="1" author="me">\n${changes(path)[where as keyof ReturnType<typeof changes>]}\n</changeSet>`)
    const column = where.startsWith('value') ? 23 : 1
    expect(await refused(makeTree({ 'root.xml': root('../../../etc/passwd') }), 2)).toEqual([
      `root.xml:3:${column} PATH_OUTSIDE_ROOT`,
    ])
    expect(await refused(makeTree({ 'root.xml': root('none') }), 2)).toEqual([`root.xml:3:${column} FILE_NOT_FOUND`])
  },
)

const packed = zipSync({ 'root.sql': strToU8('select 1;'), 'qqqe.sql': strToU8('select 2;') })

test.each([
  ['that is cut off', Buffer.from(packed.subarray(0, 100))],
  ['with a path out of it', Buffer.from(Buffer.from(packed).toString('latin1').replaceAll('qqqe', '../e'), 'latin1')],
  ['that unpacks to far more than its size', Buffer.from(zipSync({ 'root.sql': new Uint8Array(64 << 20) }))],
])('an archive %s is refused', async (_title, bytes) => {
  expect(await refused(makeTree({ 'a.zip': bytes }), 2, '--search-path', 'a.zip')).toEqual(['- ARCHIVE_INVALID'])
})
