import { describe, expect, test } from 'vitest'
import { complaints, read } from './tree.ts'

const namespace = 'http://www.liquibase.org/xml/ns/dbchangelog'

function xml(content: string, version = '4.28', attributes = ''): { 'root.xml': string } {
  const location = `${namespace} ${namespace}/dbchangelog-${version}.xsd`
  const schema = `xmlns="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="${location}"`
  return { 'root.xml': `<databaseChangeLog ${schema}${attributes}>\n${content}\n</databaseChangeLog>` }
}

const sql = '<sql>select 1</sql>'
const pre = '<preConditions><dbms type="postgresql"/></preConditions>'
const changeset = (content: string) => `<changeSet id="1" author="me">\n${content}</changeSet>`

describe("Liquibase's schema is kept:", () => {
  test.each([
    ['a property behind a changeset', `${changeset(sql)}\n<property name="a" value="b"/>`, '4:1'],
    ['a property behind preconditions', `${pre}\n<property name="a" value="b"/>`, '3:1'],
    ['two preconditions', `${pre}\n${pre}`, '3:1'],
    ['a comment before preconditions', changeset(`<comment>c</comment>\n${pre}${sql}`), '4:1'],
    ['a change behind modifySql', changeset(`<modifySql><append value="x"/></modifySql>\n${sql}`), '4:1'],
    ['a tag beside a comment', changeset('<comment>c</comment><tagDatabase tag="x"/>'), '3:1'],
    ['an unknown element', '<changeset/>', '2:1'],
    ['text between elements', `${changeset(sql)}\nhello`, '4:1'],
    ['an unknown attribute', '<changeSet id="1" author="me" alwaysRun="true"/>', '2:1'],
    ['a missing attribute', '<include/>', '2:1'],
    ['a flag in capitals', '<changeSet id="1" author="me" runAlways="TRUE"/>', '2:1'],
    ['a number in words', '<includeAll path="a" errorIfMissingOrEmpty="false" maxDepth="two"/>', '2:1'],
    ['a value that is not on the list', '<changeSet id="1" author="me" onValidationFail="mark_ran"/>', '2:1'],
    [
      'a changeset in modifyChangeSets',
      '<modifyChangeSets>\n<changeSet id="1" author="me"/></modifyChangeSets>',
      '3:1',
    ],
  ])('%s is refused, once', (_, content, place) => {
    expect(complaints(xml(content))).toEqual([`root.xml:${place} CHANGELOG_INVALID`])
  })

  test('a flag may be a property, which is looked at once it is expanded', () => {
    const content = `<property name="yes" value="true"/><changeSet id="1" author="me" runAlways="\${yes}"/>`
    expect(read(xml(content)).changesets[0]?.runAlways).toBe(true)
    expect(complaints(xml(`<changeSet id="1" author="me" runAlways="\${a-b}"/>`))).toHaveLength(1)
  })

  test('a schema older than 2.0 has the elements in any order', () => {
    expect(complaints(xml(`${pre}${changeset(sql)}<property name="a" value="b"/>`, '1.9'))).toEqual([])
  })
})

describe('what a schema adds is added:', () => {
  test.each([
    ['3.8', []],
    ['4.5', []],
    ['4.6', ['root.xml:2:1 INCLUDE_EMPTY']],
    ['latest', ['root.xml:2:1 INCLUDE_EMPTY']],
    ['5.99', ['root.xml:2:1 INCLUDE_EMPTY']],
  ])('by %s, an includeAll that finds nothing gives %j', (version, told) => {
    expect(complaints(xml('<includeAll path="no"/>', version))).toEqual(told)
  })
})
