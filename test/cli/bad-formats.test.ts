import { describe, expect, test } from 'vitest'
import { makeTree, xml } from '../parse/tree.ts'
import { query, withFreshDatabase } from '../support/database.ts'
import { dvm } from '../support/dvm.ts'
import { type Files, formatted } from '../support/package.ts'
import { refused } from './refused.ts'

const inXml = (content: string, id = '1') => `<changeSet id="${id}" author="me">\n  ${content}\n</changeSet>`
const inYaml = (change: string) =>
  `databaseChangeLog:\n- changeSet:\n    id: 1\n    author: me\n    changes:\n    - ${change}\n`
const inJson = (change: unknown) =>
  JSON.stringify({ databaseChangeLog: [{ changeSet: { id: '1', author: 'me', changes: [change] } }] }, null, 1)
const nested = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth)
const tens = (name: string) => Array.from({ length: 10 }, () => `*${name}`).join()
const levels = Array.from({ length: 9 }, (_, n) => n)

describe('XML is refused where it stands:', () => {
  test.each<[string, string, string[]]>([
    ['another root', '<changelog/>', ['1:1 CHANGELOG_INVALID']],
    ['an empty file', '', ['1:1 XML_INVALID']],
    ['elements without end', nested(100_000, '<a>', '</a>'), ['1:603 XML_INVALID']],
    [
      'a file of the machine as an entity',
      `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>${xml('&e;')}`,
      ['1:1 XML_DOCTYPE'],
    ],
    ['a misspelt attribute', xml(inXml('<dropTable tablename="a"/>')), ['3:14 CHANGELOG_INVALID']],
    [
      'a word for a number and an element elsewhere',
      xml(inXml('<createSequence sequenceName="s" startValue="abc"/><dropTable tableName="a"><b/></dropTable>')),
      ['3:36 CHANGELOG_INVALID', '3:79 CHANGELOG_INVALID'],
    ],
    [
      'a query and a path',
      xml(inXml('<createView viewName="v" path="root.xml">select 1</createView>')),
      ['3:3 CHANGELOG_INVALID'],
    ],
    [
      'an unknown onFail',
      xml(inXml('<preConditions onFail="EXPLODE"/><sql>select 1</sql>')),
      ['3:18 CHANGELOG_INVALID'],
    ],
    [
      'a pattern that searches for ever',
      xml(
        inXml(
          `<sql>select '${'a'.repeat(40)}!'</sql><modifySql><regExpReplace replace="(a+)+$" with="b"/></modifySql>`,
        ),
      ),
      ['3:75 CHANGELOG_INVALID'],
    ],
  ])('%s', async (_title, content, expected) => {
    expect((await refused(makeTree({ 'root.xml': content }), 2)).map((one) => one.replace('root.xml:', ''))).toEqual(
      expected,
    )
  })
})

describe('YAML and JSON are refused where they stand:', () => {
  test.each<[string, Files, string[]]>([
    ['an empty file', { 'root.yaml': '# nothing\n' }, ['root.yaml:1:1 YAML_INVALID']],
    ['another root', { 'root.json': '{"databaseChangelog":[]}' }, ['root.json:1:1 CHANGELOG_INVALID']],
    ['a list that does not close', { 'root.yaml': 'databaseChangeLog: [' }, ['root.yaml:1:21 YAML_INVALID']],
    [
      'a key twice',
      { 'root.json': '{"databaseChangeLog":[],\n"databaseChangeLog":[]}' },
      ['root.json:2:1 JSON_INVALID'],
    ],
    ['brackets without end', { 'root.json': nested(100_000, '[', ']') }, ['root.json:1:81 JSON_INVALID']],
    ['an alias of itself', { 'root.yaml': 'databaseChangeLog: &a\n- *a\n' }, ['root.yaml:2:3 YAML_INVALID']],
    [
      'anchors that explode',
      { 'root.yaml': `a0: &a0 [x]\n${levels.map((n) => `a${n + 1}: &a${n + 1} [${tens(`a${n}`)}]\n`).join('')}` },
      ['root.yaml:6:42 YAML_INVALID'],
    ],
    [
      'a class of Java',
      { 'root.yaml': 'databaseChangeLog: !!java.net.URL ["http://127.0.0.1:1/"]\n' },
      ['root.yaml:1:35 YAML_INVALID'],
    ],
    ['a NUL that is escaped', { 'root.yaml': inYaml('dropTable: {tableName: "a\\0b"}') }, ['root.yaml:6:30 NUL_BYTE']],
    [
      'an unknown change',
      { 'root.json': inJson({ createTabel: { tableName: 'a' } }) },
      ['root.json:9:7 CHANGE_TYPE_UNSUPPORTED'],
    ],
    ['a program', { 'root.yaml': inYaml('executeCommand: {executable: rm}') }, ['root.yaml:6:7 CHANGE_NOT_EXECUTED']],
    [
      'a file out of the root',
      { 'root.yaml': inYaml('loadData: {tableName: t, file: ../../etc/passwd}') },
      ['root.yaml:6:7 PATH_OUTSIDE_ROOT'],
    ],
  ])('%s', async (_title, files, expected) => {
    expect(await refused(makeTree(files), 2)).toEqual(expected)
  })

  test('what is missing is said together with what was misspelt, in the words of the format', async () => {
    const folder = makeTree({ 'root.yaml': inYaml('createTable: {tableName: a, colums: []}') })
    const { stderr, code } = await dvm(['checksums', '--changelog', 'root.yaml'], { cwd: folder })
    expect([code, stderr]).toEqual([
      2,
      'warning: root.yaml:6:35: createTable has no colums: it is passed over, as Liquibase does [CHANGELOG_INVALID]\n' +
        'error: root.yaml:6:7: createTable has no column [CHANGELOG_INVALID]\nhint: correct the file at this place\n',
    ])
    const quiet = await dvm(['checksums', '--changelog', 'root.yaml', '--quiet'], { cwd: folder })
    expect(quiet.stderr).toMatch(/^error: /)
    const json = await dvm(['checksums', '--changelog', 'root.yaml', '--format', 'json'], { cwd: folder })
    expect(JSON.parse(json.stderr)).toMatchObject({ error: { warnings: [{ place: { line: 6, column: 35 } }] } })
  })
})

test('checksums tells what it warns of on standard error, and lists what can be hashed, ragged rows included', async () => {
  const load = inYaml('loadData: {tableName: t, file: a.csv, sperator: x}')
  const folder = makeTree({ 'root.yaml': load, 'a.csv': 'a,b\n1\n' })
  const { code, stdout, stderr } = await dvm(['checksums', '--changelog', 'root.yaml', '--format', 'tsv'], {
    cwd: folder,
  })
  // The sum is Liquibase's: it reads the rows when it loads them.
  expect([code, stdout]).toEqual([0, 'root.yaml\t1\tme\t9:bb82c3e3bc3af0462aa53baaff1df7f4\n'])
  expect(stderr).toMatch(/^warning: root\.yaml:6:45: loadData has no sperator: .* \[CHANGELOG_INVALID\]\n$/)
})

test('faults of every format are told in one run', async () => {
  const includes = ['a.yaml', 'b.json', 'c.sql', 'd.xml', 'none.sql'].map((file) => `<include file="${file}"/>`)
  const folder = makeTree({
    'root.xml': xml(includes.join('\n')),
    'a.yaml': 'databaseChangeLog: [',
    'b.json': inJson({ dropTable: {} }).replace('"id"', '"no"'),
    'c.sql': '--liquibase formatted sql\n--changeset me\nselect 1;\n',
    'd.xml': '<databaseChangeLog><changeSet',
  })
  expect(await refused(folder, 2)).toEqual([
    'a.yaml:1:21 YAML_INVALID',
    'b.json:9:7 CHANGELOG_INVALID',
    'b.json:4:4 CHANGELOG_INVALID',
    'c.sql:2:1 FORMATTED_SQL_INVALID',
    'd.xml:1:29 XML_INVALID',
    'root.xml:6:1 FILE_NOT_FOUND',
  ])
})

test.each([
  ['an id', formatted([`${'i'.repeat(256)}`, 'select 1;']), 'root.sql:3:1'],
  ['a tag', { 'root.xml': xml(inXml(`<tagDatabase tag="${'t'.repeat(256)}"/>`)) }, 'root.xml:2:1'],
])('%s that no history row can hold is refused, 255 characters are not', async (_title, files: Files, place) => {
  expect(await refused(makeTree(files), 2)).toEqual([`${place} CHANGELOG_INVALID`])
  const [[name, text]] = Object.entries(files) as [[string, string]]
  const folder = makeTree({ [name]: text.replace(/(i|t)\1{200,}/, (long) => long.slice(1)) })
  const { code } = await dvm(['package', 'sql', '--changelog', name, '--out', 'x.sql'], { cwd: folder })
  expect(code).toBe(0)
})

test('what Liquibase passes over in formatted SQL is told', async () => {
  const folder = makeTree({
    'root.sql':
      '--liquibase formatted sql\n/* a\n*/\ndrop table a;\n--changeset me:1 runOnchnge:true runAlways:perhaps\nselect 1;\n',
  })
  const { code, stderr } = await dvm(['package', 'sql', '--changelog', 'root.sql', '--out', 'x.sql'], { cwd: folder })
  expect([code, stderr.match(/^warning: \S+ \S+/gm)]).toEqual([
    0,
    ['warning: root.sql:4:1: this', 'warning: root.sql:5:1: runAlways:perhaps', 'warning: root.sql:5:1: a'],
  ])
})

test('update and validate change nothing where the changelog is refused', async () => {
  const folder = makeTree({ 'root.xml': xml(`${inXml('<sql>create table a ()</sql>')}${inXml('<dropTabel/>', '2')}`) })
  await withFreshDatabase(async (url) => {
    for (const command of ['update', 'validate']) {
      const { code, stderr } = await dvm([command, '--changelog', 'root.xml', '--database-url', url], { cwd: folder })
      expect([code, stderr]).toEqual([2, expect.stringContaining('root.xml:5:3: change type dropTabel')])
    }
    expect(await query(url, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")).toEqual([])
  })
})
