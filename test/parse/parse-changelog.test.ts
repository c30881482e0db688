import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatKey } from '../../src/model/changeset.ts'
import { parseChangelog } from '../../src/parse/parse-changelog.ts'
import { openSourceStorage } from '../../src/storage/open-source-storage.ts'
import { bodies, complaints, makeTree, open, read, xml } from './tree.ts'

const sql = (id: string, attributes = '') =>
  `<changeSet id="${id}" author="me"${attributes}><sql>${id}</sql></changeSet>`
const formatted = (...lines: string[]) => ['--liquibase formatted sql', ...lines, ''].join('\n')

describe('order', () => {
  test('an include stands for its changesets, an includeAll for its files in plain string order', () => {
    const changelog = read({
      'root.xml': xml(`${sql('a')}<include file="x/b.xml"/><includeAll path="all"/>${sql('z')}`),
      'x/b.xml': xml('<include file="c.sql" relativeToChangelogFile="true"/>'),
      'x/c.sql': 'c',
      'all/10.sql': '10',
      'all/2.sql': '2',
      'all/B.sql': 'B',
      'all/a.sql': 'a',
      'all/s/1.sql': '1',
      'all/readme.txt': '',
    })
    expect(bodies(changelog)).toEqual(['a', 'c', '10', '2', 'B', 'a', '1', 'z'])
    expect(changelog.warnings.map(({ code }) => code)).toEqual(['UNKNOWN_FORMAT'])
  })

  test('runOrder moves changesets to the ends, over the borders of files', () => {
    const changelog = read({
      'root.xml': xml(
        `${sql('1')}${sql('2', ' runOrder="last"')}<include file="b.xml"/>${sql('5', ' runOrder="first"')}`,
      ),
      'b.xml': xml(`${sql('3', ' runOrder="first"')}${sql('4')}`),
    })
    expect(bodies(changelog)).toEqual(['3', '5', '1', '4', '2'])
  })

  test('of a folder that several roots have, the files are put in one order', () => {
    const roots = [
      makeTree({ 'root.xml': xml('<includeAll path="d"/>'), 'd/b.sql': '2' }),
      makeTree({ 'd/a.sql': '1', 'd/c.sql': '3' }),
    ]
    const request = { changelog: 'root.xml', properties: [], contexts: [], labelFilter: null, database: {} }
    expect(bodies(parseChangelog(openSourceStorage(roots), request))).toEqual(['1', '2', '3'])
  })
})

test('the root may be given as an absolute path below the search path', () => {
  const root = makeTree({ 'a/root.xml': xml(sql('1')) })
  const { changelog } = open(root, { changelog: join(root, 'a/root.xml') })
  expect(changelog.changesets.map(({ key }) => formatKey(key))).toEqual(['a/root.xml::1::me'])
})

test('every file that was read is listed with its digest', () => {
  const changelog = read({ 'root.xml': xml('<include file="a.sql"/><include file="a.sql"/>'), 'a.sql': 'x' })
  expect(changelog.files.map(({ path, bytes }) => [path, bytes])).toEqual([
    ['root.xml', expect.any(Number)],
    ['a.sql', 1],
  ])
})

describe('rollback', () => {
  test('of XML is text, changes, another changeset, or nothing to do', () => {
    const changelog = read({
      'root.xml': xml(
        [
          '<changeSet id="1" author="me"><sql>a</sql><rollback>drop 1; drop 2</rollback></changeSet>',
          '<changeSet id="2" author="me"><sql>b</sql><rollback><sql>c</sql>d</rollback><rollback/></changeSet>',
          '<changeSet id="3" author="me"><sql>e</sql><rollback changeSetId="1" changeSetAuthor="me"/></changeSet>',
          sql('4'),
        ].join(''),
      ),
    })
    const rollbacks = changelog.changesets.map(({ rollback }) =>
      rollback?.map((change) => ('body' in change && change.body.kind === 'held' ? change.body.text : change.kind)),
    )
    expect(rollbacks).toEqual([['drop 1', 'drop 2'], ['c', 'd', 'empty'], ['a'], undefined])
  })

  test('of formatted SQL is its lines, a block, another changeset, or nothing to do', () => {
    const lines = [
      '--changeset me:1 rollbackSplitStatements:false rollbackEndDelimiter:GO',
      'a',
      '--rollback drop 1;',
      '--rollback drop 2;',
      '--changeset me:2',
      'b',
      '/* liquibase rollback',
      ' drop x',
      ' cascade; */',
      '--changeset me:3',
      'c',
      '--rollback not required',
      '--changeset me:4',
      'd',
      '--rollback changesetId:2 changesetAuthor:me',
      '--changeset me:5',
      'e',
    ]
    const { changesets } = read({ 'a.sql': formatted(...lines) }, { changelog: 'a.sql' })
    expect(changesets.slice(0, 4).map(({ rollback }) => rollback?.[0])).toMatchObject([
      { body: { text: 'drop 1;\ndrop 2;' }, splitStatements: false, stripComments: false, endDelimiter: 'GO' },
      { body: { text: 'drop x cascade;' }, splitStatements: true, endDelimiter: null },
      { kind: 'empty' },
      { body: { text: 'b' } },
    ])
    expect(changesets[4]?.rollback).toBeNull()
  })
})

describe('preconditions', () => {
  test('of XML keep their nesting; what is not given has a default', () => {
    const conditions = [
      '<sqlCheck expectedResult="0">select 1</sqlCheck>',
      '<not><tableExists tableName="t" schemaName="s"/></not>',
      '<or><viewExists viewName="v"/><dbms type="PostgreSQL"/></or>',
      '<runningAs username="u"/><changeSetExecuted id="1" author="me"/>',
    ]
    const content = `<preConditions onFail="MARK_RAN" onFailMessage="m">${conditions.join('')}</preConditions>`
    const { changesets, preconditions } = read({
      'root.xml': xml('<include file="x/a.xml"/>'),
      'x/a.xml': xml(
        `<preConditions><dbms type="h2"/></preConditions><changeSet id="1" author="me">${content}</changeSet>`,
      ),
    })
    expect(changesets[0]?.preconditions).toMatchObject({
      onFail: 'MARK_RAN',
      onError: 'HALT',
      onFailMessage: 'm',
      conditions: [
        { kind: 'sqlCheck', expectedResult: '0', sql: 'select 1' },
        { kind: 'not', conditions: [{ kind: 'tableExists', tableName: 't', schemaName: 's' }] },
        {
          kind: 'or',
          conditions: [
            { kind: 'viewExists', schemaName: null },
            { kind: 'dbms', type: 'PostgreSQL' },
          ],
        },
        { kind: 'runningAs', username: 'u' },
        { kind: 'changeSetExecuted', id: '1', author: 'me', path: 'root.xml' },
      ],
    })
    expect(preconditions).toMatchObject([{ onFail: 'HALT', conditions: [{ kind: 'dbms', type: 'h2' }] }])
  })

  test('of formatted SQL are read line by line', () => {
    const lines = [
      '--changeset me:1',
      '--preconditions onFail:MARK_RAN onError:warn',
      '--precondition-sql-check expectedResult:"a b" select 1',
      "--precondition-sql-check 'x' select 2",
      '--precondition-table-exists table:t schema:s',
      '--precondition-view-exists view:v',
      'select 1',
    ]
    const { changesets } = read({ 'a.sql': formatted(...lines) }, { changelog: 'a.sql' })
    expect(changesets[0]?.preconditions).toMatchObject({
      onFail: 'MARK_RAN',
      onError: 'WARN',
      conditions: [
        { kind: 'sqlCheck', expectedResult: 'a b', sql: 'select 1', place: { line: 4, column: 1 } },
        { kind: 'sqlCheck', expectedResult: 'x', sql: 'select 2' },
        { kind: 'tableExists', tableName: 't', schemaName: 's' },
        { kind: 'viewExists', viewName: 'v', schemaName: null },
      ],
    })
  })
})

test('an include hands down its context, labels and ignore', () => {
  const { changesets } = read({
    'root.xml': xml('<include file="a.xml" context="x" labels="L1, l1,L2" ignore="true"/>', ' context="root"'),
    'a.xml': xml(sql('1', ' context="own" labels="Z"'), ' contextFilter="y"'),
  })
  expect(changesets[0]).toMatchObject({
    context: 'own',
    inheritedContexts: ['y', 'x', 'root'],
    labels: ['z'],
    inheritedLabels: [['l1', 'l2']],
    ignore: true,
  })
})

test('an include may miss its file where it says so', () => {
  const changelog = read({ 'root.xml': xml('<include file="no.sql" errorIfMissing="false"/>') })
  expect(changelog.warnings.map(({ code, place }) => [code, place?.line])).toEqual([['FILE_NOT_FOUND', 2]])
})

test('what a schema would refuse is refused: a wrong root, attributes and options that do not exist', () => {
  const files = {
    'root.xml': xml(
      '<include file="a.xml"/><changeSet id="1" objectQuotingStrategy="X" runOrder="x"><tagDatabase/></changeSet>',
    ),
    'a.xml': '<html/>',
  }
  expect(complaints(files)).toEqual([
    'root.xml:2:24 CHANGELOG_INVALID',
    'root.xml:2:42 CHANGELOG_INVALID',
    'a.xml:1:1 CHANGELOG_INVALID',
    'root.xml:2:81 CHANGELOG_INVALID',
    'root.xml:2:68 CHANGELOG_INVALID',
  ])
})
