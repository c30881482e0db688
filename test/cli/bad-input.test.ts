import { readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeTree, xml } from '../parse/tree.ts'
import { dvm } from '../support/dvm.ts'
import { type Files, formatted } from '../support/package.ts'
import { runProcess } from '../support/run-process.ts'
import { refused } from './refused.ts'

const changeset = (content: string, id = '1'): string => `<changeSet id="${id}" author="me">${content}</changeSet>`
const sql = (text: string): string => `--liquibase formatted sql\n--changeset me:1\n${text}`
const elsewhere: Files = { 'secret.sql': 'select 1;' }

describe('what cannot be found or may not be read is refused:', () => {
  test.each<[string, Files, string[]]>([
    ['a root that is missing', { 'other.sql': '' }, ['- FILE_NOT_FOUND']],
    ['an include', { 'root.xml': xml('\n  <include file="none.sql"/>') }, ['root.xml:3:3 FILE_NOT_FOUND']],
    ['a sqlFile', { 'root.xml': xml(changeset('<sqlFile path="none.sql"/>')) }, ['root.xml:2:31 FILE_NOT_FOUND']],
    ['a path out of the root', { 'root.xml': xml('<include file="../x.sql"/>') }, ['root.xml:2:1 PATH_OUTSIDE_ROOT']],
    ['an absolute path', { 'root.xml': xml('<include file="/etc/hostname"/>') }, ['root.xml:2:1 PATH_OUTSIDE_ROOT']],
    [
      'an include cycle',
      { 'root.xml': xml('<include file="b.xml"/>'), 'b.xml': xml('\n<include file="root.xml"/>') },
      ['b.xml:3:1 INCLUDE_CYCLE'],
    ],
    ['an empty folder', { 'root.xml': xml('<includeAll path="none"/>') }, ['root.xml:2:1 INCLUDE_EMPTY']],
    ['another format', { 'root.xml': xml('<include file="a.txt"/>'), 'a.txt': '' }, ['root.xml:2:1 UNKNOWN_FORMAT']],
  ])('%s', async (_title, files, expected) => {
    expect(await refused(makeTree(files), 2)).toEqual(expected)
  })

  test('a link out of the root, as a file and inside a folder', async () => {
    const other = makeTree(elsewhere)
    const folder = makeTree({
      'root.xml': xml('<include file="link.sql"/>\n<includeAll path="all"/>'),
      'all/a.sql': '',
    })
    symlinkSync(join(other, 'secret.sql'), join(folder, 'link.sql'))
    symlinkSync(join(other, 'secret.sql'), join(folder, 'all/b.sql'))
    expect(await refused(folder, 2)).toEqual(['root.xml:2:1 PATH_OUTSIDE_ROOT', 'root.xml:3:1 PATH_OUTSIDE_ROOT'])
  })
})

describe('text that is not what it should be is refused:', () => {
  const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')

  test.each<[string, Files, string[]]>([
    [
      'an entity bomb',
      { 'root.xml': `<!DOCTYPE x [<!ENTITY l0 "ha">${laughs}]>\n<databaseChangeLog>&l9;</databaseChangeLog>` },
      ['root.xml:1:1 XML_DOCTYPE'],
    ],
    [
      'an external entity',
      { 'root.xml': '<?xml version="1.0"?>\n<!DOCTYPE x SYSTEM "file:///etc/hostname">\n<databaseChangeLog/>' },
      ['root.xml:2:1 XML_DOCTYPE'],
    ],
    ['an undefined entity', { 'root.xml': xml('  &no;') }, ['root.xml:2:6 XML_INVALID']],
    ['XML that ends too soon', { 'root.xml': '<databaseChangeLog>\n<changeSet id="1"' }, ['root.xml:2:17 XML_INVALID']],
    [
      'invalid UTF-8',
      { 'root.sql': Buffer.from(sql('select 1;\nselect \xe9;'), 'latin1') },
      ['root.sql:4:8 ENCODING_INVALID'],
    ],
    ['a NUL byte', { 'root.sql': sql('select 1;\n  \0') }, ['root.sql:4:3 NUL_BYTE']],
    ['an unterminated string', { 'root.sql': sql("select 1;\nselect 'x;\n") }, ['root.sql:4:8 SQL_UNTERMINATED']],
    ['an unterminated identifier', { 'root.sql': sql('select "x;\n') }, ['root.sql:3:8 SQL_UNTERMINATED']],
    ['an unterminated dollar quote', { 'root.sql': sql('do $a$ begin; end $b$;') }, ['root.sql:3:4 SQL_UNTERMINATED']],
    [
      'an unterminated comment',
      { 'root.xml': xml(changeset('<sql stripComments="false" splitStatements="false">x;\n y /* z</sql>')) },
      ['root.xml:3:4 SQL_UNTERMINATED'],
    ],
    [
      'a quote that opens in the first line of an element',
      { 'root.xml': xml(changeset("<sql>select 1; select 'x</sql>")) },
      ['root.xml:2:53 SQL_UNTERMINATED'],
    ],
    [
      'a property that refers to itself',
      {
        'root.xml': xml(
          `<property name="a" value="\${b}"/><property name="b" value="\${a}"/>\n${changeset(`<sql>\${a}</sql>`)}`,
        ),
      },
      ['root.xml:3:36 PROPERTY_RECURSIVE'],
    ],
  ])('%s', async (_title, files, expected) => {
    const codes = await refused(makeTree(files), 2)
    expect(codes.slice(-expected.length)).toEqual(expected)
    expect(new Set(codes.map((one) => one.split(' ')[1])).size).toBe(1)
  })
})

describe('a changelog that contradicts itself is refused:', () => {
  test('a changeset that stands twice names both places', async () => {
    const folder = makeTree({
      'root.xml': xml('<include file="a.sql"/><include file="b.sql"/>'),
      'a.sql': `${sql('select 1;')}`,
      'b.sql': '--liquibase formatted sql logicalFilePath:a.sql\n\n--changeset me:1\nselect 2;',
    })
    expect(await refused(folder, 2)).toEqual(['b.sql:3:1 CHANGESET_DUPLICATE'])
    const { stderr } = await dvm(['package', 'sql', '--changelog', 'root.xml', '--out', '-'], { cwd: folder })
    expect(stderr).toContain('changeset a.sql::1::me is already defined at a.sql:2:1')
  })

  test('every change and precondition that does not exist is named, in every file', async () => {
    const kinds = ['createTabel', 'moveColumn', 'loaddata', 'blobs'].map((kind, n) => changeset(`<${kind}/>`, `${n}`))
    const folder = makeTree({
      'root.xml': xml(`<preConditions><columnexists/></preConditions>\n${kinds.join('\n')}\n<include file="b.xml"/>`),
      'b.xml': xml(changeset("<preConditions><custom/></preConditions><dropTabel/><sql>select '</sql>")),
    })
    expect(await refused(folder, 2)).toEqual([
      'root.xml:2:16 PRECONDITION_UNSUPPORTED',
      ...[3, 4, 5, 6].map((line) => `root.xml:${line}:31 CHANGE_TYPE_UNSUPPORTED`),
      'b.xml:2:46 PRECONDITION_UNSUPPORTED',
      'b.xml:2:71 CHANGE_TYPE_UNSUPPORTED',
    ])
  })

  test('statements that cannot be packaged, all at once', async () => {
    const folder = makeTree(formatted(['1', 'rollback;'], ['2', 'vacuum;'], ['3', "select 'x"]))
    expect(await refused(folder, 2)).toEqual([
      'root.sql:4:1 SQL_NOT_PACKAGEABLE',
      'root.sql:7:1 SQL_NOT_PACKAGEABLE',
      'root.sql:10:8 SQL_UNTERMINATED',
    ])
  })

  test('what cannot be one transaction ends with 3', async () => {
    const folder = makeTree(formatted(['1', 'select 1;'], ['2 runInTransaction:false', 'select 1;']))
    expect(await refused(folder, 3, '--transaction', 'single')).toEqual(['root.sql:6:1 TRANSACTION_SINGLE_REFUSED'])
  })
})

test.each([
  ['a folder that is missing', 'none/package.sql'],
  ['a folder that is a file', 'root.sql/package.sql'],
])('a package that cannot be written to %s leaves nothing and ends with 1', async (_title, out) => {
  const folder = makeTree(formatted(['1', 'select 1;']))
  const result = await dvm(['package', 'sql', '--changelog', 'root.sql', '--out', out], { cwd: folder })
  expect(result).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^error: cannot write .*\[FILE_WRITE_FAILED\]\nhint: /),
  })
  expect(readdirSync(folder)).toEqual(['root.sql'])
})

test('a disk that is full leaves nothing and ends with 1', async () => {
  const folder = makeTree({ ...formatted(['1', `select '${'x'.repeat(100_000)}';`]) })
  const command = ['package', 'sql', '--changelog', 'root.sql', '--out', 'package.sql']
  // A limit on the size of files is met as a full disk is: by the write that does not fit.
  const script = 'ulimit -f 64 && trap "" XFSZ && exec "$0" "$@"'
  const entry = resolve('dist/cli.js')
  const result = await runProcess('sh', ['-c', script, process.execPath, entry, ...command], { cwd: folder })
  expect(result).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('[FILE_WRITE_FAILED]') })
  expect(readdirSync(folder)).toEqual(['root.sql'])
})

test('an undefined property stays as written, with a warning that names its place', async () => {
  const folder = makeTree({ 'root.sql': sql(`select 1,\n  '\${no}';`) })
  const result = await dvm(['package', 'sql', '--changelog', 'root.sql', '--out', 'package.sql'], { cwd: folder })
  expect(result).toMatchObject({ code: 0, stderr: expect.stringMatching(/^warning: root\.sql:4:4: .*\$\{no\}/) })
  expect(readFileSync(join(folder, 'package.sql'), 'utf8')).toContain(`'\${no}'`)
})

test('control characters and colour codes of a changelog do not reach the terminal', async () => {
  const folder = makeTree({ 'root.sql': "--liquibase formatted sql\n--changeset me:\u001b[31mred\u0007\nselect 'x\n" })
  const { stderr } = await dvm(['package', 'sql', '--changelog', 'root.sql', '--out', 'x.sql'], { cwd: folder })
  expect(stderr).toContain('SQL_UNTERMINATED')
  expect(stderr.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
})
