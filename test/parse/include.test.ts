import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { formatKey } from '../../src/model/changeset.ts'
import { parseChangelog } from '../../src/parse/parse-changelog.ts'
import { openSourceStorage } from '../../src/storage/open-source-storage.ts'
import { complaints, complaintsOf, makeTree, read, xml } from './tree.ts'

const request = { changelog: 'root.xml', properties: [], contexts: [], labelFilter: null, database: {} }
const formatted = (id: string) => `--liquibase formatted sql\n--changeset me:${id}\nselect 1;\n`
const yaml = (id: string) => `databaseChangeLog: [{changeSet: {id: "${id}", author: me}}]\n`
const element = (id: string) => `<changeSet id="${id}" author="me"/>`

/** An archive of these files in a folder of its own. */
function archive(files: Readonly<Record<string, string>>, name = 'files.jar'): string {
  const path = join(makeTree({}), name)
  writeFileSync(
    path,
    zipSync(Object.fromEntries(Object.entries(files).map(([file, text]) => [file, Buffer.from(text)]))),
  )
  return path
}

function keys(roots: readonly string[]): string[] {
  return parseChangelog(openSourceStorage(roots), request).changesets.map(({ key }) => formatKey(key))
}

test('formats are mixed by the ends of names, whatever their case', () => {
  const files = {
    'root.xml': xml('<includeAll path="all"/>'),
    'all/1.SQL': formatted('1'),
    'all/2.Yaml': yaml('2'),
    'all/3.YML': yaml('3'),
    'all/4.json': '{"databaseChangeLog": [{"changeSet": {"id": "4", "author": "me"}}]}',
    'all/5xml': xml(element('5')),
    'all/6.sql': 'select 6',
    'all/7.txt': '',
  }
  const { changesets, warnings } = read(files)
  expect(changesets.map(({ key }) => key.id)).toEqual(['1', '2', '3', '4', '5', 'raw'])
  expect(warnings).toMatchObject([{ code: 'UNKNOWN_FORMAT', message: expect.stringContaining('all/7.txt') }])
})

test('an include of an unknown format is refused, a folder included; what is not there comes first', () => {
  const includes = ['a.txt', 'no.txt', 'd'].map((file) => `<include file="${file}"/>`)
  expect(complaints({ 'root.xml': xml(includes.join('\n')), 'a.txt': '', 'd/a.sql': '' })).toEqual([
    'root.xml:2:1 UNKNOWN_FORMAT',
    'root.xml:3:1 FILE_NOT_FOUND',
    'root.xml:4:1 FILE_NOT_FOUND',
  ])
})

test('contexts and labels come down through every format and level, ignore to the next file only', () => {
  const files = {
    'root.yaml': 'databaseChangeLog:\n- include: {file: a.json, context: x, labels: "L", ignore: true}\n',
    'a.json': '{"databaseChangeLog": [{"context": "y"}, {"include": {"file": "b.xml", "contextFilter": "z"}}]}',
    'b.xml': xml('<include file="c.sql" ignore="true"/><include file="d.sql"/>'),
    'c.sql': formatted('1'),
    'd.sql': formatted('2'),
  }
  const around = { inheritedContexts: ['z', 'y', 'x'], inheritedLabels: [['l']] }
  expect(read(files, { changelog: 'root.yaml' }).changesets).toMatchObject([
    { ...around, ignore: true },
    { ...around, ignore: false },
  ])
})

describe('classpath: in front of a path', () => {
  test('is left out for includes, folders and files, which the search path stands in for', () => {
    const files = {
      'root.xml': xml(
        `<include file="classpath:d/a.sql"/><includeAll path="classpath:e"/>
<changeSet id="3" author="me"><sqlFile path="classpath:d/a.sql"/></changeSet>`,
      ),
      'd/a.sql': formatted('1'),
      'e/b.sql': formatted('2'),
    }
    expect(read(files).changesets.map(({ key }) => formatKey(key))).toEqual([
      'd/a.sql::1::me',
      'e/b.sql::2::me',
      'root.xml::3::me',
    ])
  })

  test('makes a root that is not found, as on the command line of Liquibase', () => {
    expect(complaints({ 'root.xml': xml('') }, { changelog: 'classpath:root.xml' })).toEqual(['- FILE_NOT_FOUND'])
  })
})

describe('several roots', () => {
  test('make one tree of folders and archives', () => {
    const roots = [
      makeTree({ 'root.xml': xml('<include file="a/1.sql"/><includeAll path="b"/>'), 'b/1.sql': formatted('2') }),
      archive({
        'a/1.sql': formatted('1'),
        'b/0.xml': xml('<include file="../c.yaml" relativeToChangelogFile="true"/>'),
      }),
      archive({ 'c.yaml': yaml('3') }, 'more.ZIP'),
    ]
    expect(keys(roots)).toEqual(['a/1.sql::1::me', 'c.yaml::3::me', 'b/1.sql::2::me'])
  })

  test.each([
    '<include file="a.sql"/>',
    '<includeAll path="" endsWithFilter="a.sql"/>',
    '<changeSet id="1" author="me"><sqlFile path="a.sql"/></changeSet>',
  ])('must not have a file twice: %s', (content) => {
    const roots = [
      makeTree({ 'root.xml': xml(content), 'a.sql': formatted('1') }),
      archive({ 'a.sql': formatted('2') }),
    ]
    const place = content.startsWith('<changeSet') ? '2:31' : '2:1'
    const told = complaintsOf(() => {
      const { changesets } = parseChangelog(openSourceStorage(roots), request)
      return changesets.map(({ faults }) => faults)
    })
    const faults = told.length > 0 ? told : [`root.xml:${place} FILE_DUPLICATE`]
    expect(faults).toEqual([`root.xml:${place} FILE_DUPLICATE`])
  })

  test('may have one twice where the first is asked for, with a warning', () => {
    const roots = [
      makeTree({ 'root.xml': xml('<include file="a.sql"/>'), 'a.sql': formatted('1') }),
      makeTree({ 'a.sql': formatted('2') }),
    ]
    const { changesets, warnings } = parseChangelog(openSourceStorage(roots, 'first'), request)
    expect(changesets.map(({ key }) => key.id)).toEqual(['1'])
    expect(warnings.map(({ code }) => code)).toEqual(['FILE_DUPLICATE'])
  })
})

describe('a circle', () => {
  test('of includes over formats names its chain', () => {
    const files = {
      'root.xml': xml('<include file="a.yaml"/>'),
      'a.yaml': 'databaseChangeLog: [{include: {file: b.json}}]\n',
      'b.json': '{"databaseChangeLog": [{"include": {"file": "a.yaml"}}]}',
    }
    expect(() => read(files)).toThrow('a.yaml → b.json → a.yaml')
  })

  test('of folders is refused, and so is a folder that two of its files include, as Liquibase refuses both', () => {
    const self = { 'root.xml': xml('<includeAll path="d"/>'), 'd/a.xml': xml('<includeAll path="d"/>') }
    expect(complaints(self)).toEqual(['d/a.xml:2:1 INCLUDE_CYCLE'])
    const twice = { ...self, 'd/a.xml': xml('<includeAll path="e"/>'), 'd/b.xml': xml('<includeAll path="e/"/>') }
    expect(complaints({ ...twice, 'e/1.sql': 'x' })).toEqual(['d/b.xml:2:1 INCLUDE_CYCLE'])
  })

  test('it is not where a folder is included twice from the outermost file, for other contexts', () => {
    const content = '<includeAll path="e" context="a"/><includeAll path="e" context="b"/>'
    expect(complaints({ 'root.xml': xml(content), 'e/1.sql': 'x' }, { contexts: ['a'] })).toEqual([])
  })
})

test.each([
  ['minDepth="2" maxDepth="1"', 'root.xml:2:1 CHANGELOG_INVALID'],
  ['minDepth="-1"', 'root.xml:2:1 CHANGELOG_INVALID'],
  ['filter="org.example.Filter"', 'root.xml:2:1 CHANGELOG_INVALID'],
])('an includeAll with %s is refused', (terms, told) => {
  expect(complaints({ 'root.xml': xml(`<includeAll path="d" ${terms}/>`), 'd/a.sql': 'x' })).toEqual([told])
})

test('an includeAll of a file is refused, or nothing where nothing has to be there', () => {
  const files = (terms: string) => ({ 'root.xml': xml(`<includeAll path="d/a.sql"${terms}/>`), 'd/a.sql': 'x' })
  expect(complaints(files(''))).toEqual(['root.xml:2:1 CHANGELOG_INVALID'])
  expect(read(files(' errorIfMissingOrEmpty="false"')).changesets).toEqual([])
})
