import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bodies, complaints, complaintsOf, makeTree, open, read, xml } from './tree.ts'

const changeset = (content: string, id = '1') => `<changeSet id="${id}" author="me">${content}</changeSet>`

test('a root that does not exist is not found', () => {
  expect(complaints({}, { changelog: 'no.xml' })).toEqual(['- FILE_NOT_FOUND'])
})

test('a missing file is told at the include, the sqlFile, the view and the property that names it', () => {
  const content = [
    '<property file="no.properties"/>',
    '<include file="no.sql"/>',
    changeset('<sqlFile path="no.sql"/>'),
    changeset('<createView viewName="v" path="no.sql"/>', '2'),
  ]
  expect(complaints({ 'root.xml': xml(content.join('\n')) })).toEqual([
    'root.xml:2:1 FILE_NOT_FOUND',
    'root.xml:3:1 FILE_NOT_FOUND',
    'root.xml:4:31 FILE_NOT_FOUND',
    'root.xml:5:31 FILE_NOT_FOUND',
  ])
})

test('an include cycle names its chain', () => {
  const root = makeTree({
    'root.xml': xml('<include file="b/b.xml"/>'),
    'b/b.xml': xml('<include file="../root.xml" relativeToChangelogFile="true"/>'),
  })
  expect(complaintsOf(() => open(root))).toEqual(['b/b.xml:2:1 INCLUDE_CYCLE'])
  expect(() => open(root)).toThrow('root.xml → b/b.xml → root.xml')
})

test.each(['../out.sql', 'a/../../out.sql', '..\\out.sql'])(
  'a path that leads out of the root is refused: %s',
  (path) => {
    expect(complaints({ 'root.xml': xml(`<include file="${path}"/>`) })).toEqual(['root.xml:2:1 PATH_OUTSIDE_ROOT'])
  },
)

test('an absolute path outside of the root is refused', () => {
  const other = makeTree({ 'x.sql': 'select 1' })
  const files = { 'root.xml': xml(changeset(`<sqlFile path="${other}/x.sql"/>`)) }
  expect(complaints(files)).toEqual(['root.xml:2:31 PATH_OUTSIDE_ROOT'])
})

test('a link that leads out of the root is refused, for a file and in a folder', () => {
  const other = makeTree({ 'x.sql': 'select 1' })
  const root = makeTree({
    'root.xml': xml('<include file="link.sql"/>\n<includeAll path="all"/>'),
    'all/a.sql': 'select 1',
  })
  symlinkSync(join(other, 'x.sql'), join(root, 'link.sql'))
  symlinkSync(other, join(root, 'all/more'))
  expect(complaintsOf(() => open(root))).toEqual(['root.xml:2:1 PATH_OUTSIDE_ROOT', 'root.xml:3:1 PATH_OUTSIDE_ROOT'])
})

test('a DOCTYPE is refused, and so is every entity it would define', () => {
  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>\n<databaseChangeLog>&b;</databaseChangeLog>'
  expect(complaints({ 'root.xml': bomb })).toEqual(['root.xml:1:1 XML_DOCTYPE'])
  expect(complaints({ 'root.xml': xml('&b;') })).toEqual(['root.xml:2:3 XML_INVALID'])
})

test('a property that leads back to itself names the circle', () => {
  const properties = `<property name="a" value="1\${b}"/><property name="b" value="\${c}"/><property name="c" value="\${b}"/>`
  const files = { 'root.xml': xml(`${properties}\n${changeset(`<sql>select \${a}</sql>`)}`) }
  expect(complaints(files)).toContain('root.xml:3:43 PROPERTY_RECURSIVE')
})

test('properties that double each other are cut off', () => {
  const doubling = Array.from({ length: 60 }, (_, n) => `<property name="p${n + 1}" value="\${p${n}}\${p${n}}"/>`)
  // Defined from the last to the first, so that nothing is expanded before it is used.
  const files = { 'root.xml': xml([...doubling.reverse(), '<property name="p0" value="x"/>'].join('')) }
  expect(complaints({ ...files, 'a.sql': '' }, { changelog: 'root.xml' })).toEqual([])
  const used = files['root.xml'].replace(
    '</databaseChangeLog>',
    `${changeset(`<sql>\${p60}</sql>`)}</databaseChangeLog>`,
  )
  expect(complaints({ 'root.xml': used })).toEqual([expect.stringMatching(/^root.xml:3:\d+ CHANGELOG_INVALID$/)])
})

test('properties that are large, and used again and again, are cut off before they fill the memory', () => {
  const million = 'x'.repeat(1 << 20)
  const uses = Array.from({ length: 400 }, (_, n) => changeset(`<sql>\${p}</sql>`, `${n}`))
  const files = { 'root.xml': xml([`<property name="p" value="${million}"/>`, ...uses].join('\n')) }
  expect(complaints(files)).toEqual([expect.stringMatching(/^root.xml:259:\d+ CHANGELOG_INVALID$/)])
})

test('includes that go on and on are refused', () => {
  const next = (n: number): [string, string] => [`${n}.xml`, xml(`<include file="${n + 1}.xml"/>`)]
  const files = Object.fromEntries(Array.from({ length: 1000 }, (_, n) => next(n)))
  expect(complaints(files, { changelog: '0.xml' })).toEqual(['200.xml:2:1 CHANGELOG_INVALID'])
})

test('an undefined property stays as written, with a warning that names its place', () => {
  const files = {
    'root.xml': xml('<include file="a.sql"/>'),
    'a.sql': `--liquibase formatted sql\n--changeset me:1\n--comment c\nselect\n \${no};`,
  }
  const changelog = read(files)
  expect(bodies(changelog)).toEqual([`select\n \${no};`])
  expect(changelog.warnings).toEqual([
    expect.objectContaining({ code: 'PROPERTY_UNDEFINED', place: { file: 'a.sql', line: 5, column: 2 } }),
  ])
})

test('invalid UTF-8 and a NUL byte are told with line and column', () => {
  const files = {
    'root.xml': xml('<includeAll path="all"/>'),
    'all/a.sql': Buffer.from('--liquibase formatted sql\n-- \xc3\xa9\xff', 'latin1'),
    'all/b.sql': 'select 1;\nselect \0;',
    'all/c.sql': Buffer.from('select \xc3', 'latin1'),
  }
  expect(complaints(files)).toEqual([
    'all/a.sql:2:5 ENCODING_INVALID',
    'all/b.sql:2:8 NUL_BYTE',
    'all/c.sql:1:8 ENCODING_INVALID',
  ])
})

test('a byte order mark and CRLF change nothing', () => {
  const formatted = '--liquibase formatted sql\n--changeset me:1\nselect 1;\nselect 2;\n'
  const plain = read({ 'root.xml': xml('<include file="a.sql"/>'), 'a.sql': formatted })
  const odd = read({
    'root.xml': `\uFEFF${xml('<include file="a.sql"/>').replaceAll('\n', '\r\n')}`,
    'a.sql': `\uFEFF${formatted.replaceAll('\n', '\r\n')}`,
  })
  expect(odd.changesets).toEqual(plain.changesets)
})

test('every unsupported change and precondition of every file is told, with all else that is wrong', () => {
  const files = {
    'root.xml': xml(`<preConditions><moonIsFull/></preConditions>
<include file="a.xml"/>
${changeset('<mowLawn tableName="t"/><sql/><feedCat/><rollback><emptyBin name="t"/></rollback>')}
<include file="b.yaml"/><changeSets/>`),
    'a.xml': xml(changeset('<preConditions><skyIsRed/></preConditions><sql splitStatement="false">x</sql>')),
    'b.yaml': 'databaseChangeLog:\n- changeSet:\n    id: 1\n    author: me\n    changes:\n    - wash: {dishes: all}\n',
  }
  expect(complaints(files)).toEqual([
    'root.xml:5:25 CHANGELOG_INVALID',
    'root.xml:2:16 PRECONDITION_UNSUPPORTED',
    'a.xml:2:46 PRECONDITION_UNSUPPORTED',
    'a.xml:2:78 CHANGELOG_INVALID',
    'root.xml:4:31 CHANGE_TYPE_UNSUPPORTED',
    'root.xml:4:55 CHANGELOG_INVALID',
    'root.xml:4:61 CHANGE_TYPE_UNSUPPORTED',
    'root.xml:4:81 CHANGE_TYPE_UNSUPPORTED',
    'b.yaml:6:7 CHANGE_TYPE_UNSUPPORTED',
  ])
})

test('what a changeset for another database holds is not complained of', () => {
  const files = { 'root.xml': xml('<changeSet id="1" author="me" dbms="oracle"><createTable/></changeSet>') }
  expect(read(files).changesets[0]?.dbms).toEqual(['oracle'])
})

test('an empty folder is refused unless the includeAll allows it', () => {
  expect(complaints({ 'root.xml': xml('<includeAll path="no"/>') })).toEqual(['root.xml:2:1 INCLUDE_EMPTY'])
  expect(complaints({ 'root.xml': xml('<includeAll path="no" errorIfMissingOrEmpty="false"/>') })).toEqual([])
})

test('a context whose parentheses do not pair is refused where Liquibase fails on it', () => {
  const files = {
    'root.xml': xml('<include file="a.sql" context="(a or b"/>'),
    'a.sql': '--liquibase formatted sql\n--changeset me:1 context:"(a, b)"\nselect 1;',
  }
  expect(complaints(files, { contexts: ['a'] })).toEqual([
    'root.xml:2:1 CHANGELOG_INVALID',
    'a.sql:2:1 CHANGELOG_INVALID',
  ])
  expect(complaints(files)).toEqual(['root.xml:2:1 CHANGELOG_INVALID'])
})
