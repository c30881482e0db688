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
    ['an unknown attribute', '<changeSet id="1" author="me" alwaysRun="true"/>', '2:31'],
    ['a missing attribute', '<include/>', '2:1'],
    ['a flag in capitals', '<changeSet id="1" author="me" runAlways="TRUE"/>', '2:31'],
    ['a number in words', '<includeAll path="a" errorIfMissingOrEmpty="false" maxDepth="two"/>', '2:52'],
    ['a value that is not on the list', '<changeSet id="1" author="me" onValidationFail="mark_ran"/>', '2:31'],
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

  test.each([
    ['text in a change that has none', changeset('<dropTable tableName="t">\nhello</dropTable>'), '4:1'],
    ['text in a column of data', changeset('<loadData tableName="t" file="f"><column>\nx</column></loadData>'), '4:1'],
    [
      'a condition before columns',
      changeset('<update tableName="t"><where/>\n<column name="a" value="b"/></update>'),
      '4:1',
    ],
    ['two conditions', changeset('<delete tableName="t"><where>a</where>\n<where>b</where></delete>'), '4:1'],
    ['an element in a comment', changeset(`<comment>a\n<b/></comment>${sql}`), '4:1'],
    ['an attribute of a comment', changeset(`<comment\nx="y">a</comment>${sql}`), '4:1'],
    ['a tag in a rollback', changeset(`${sql}<rollback>\n<tagDatabase tag="x"/></rollback>`), '4:1'],
    ['a flag of a change in words', changeset('<createIndex tableName="t" indexName="i" unique="yes"/>'), '3:1'],
    [
      'a flag of a nested change',
      changeset('<rollback>\n<dropTable tableName="t" cascadeConstraints="no"/></rollback>'),
      '4:26',
    ],
    ['a number beyond 64 bits', changeset('<addAutoIncrement tableName="t" columnName="c" startWith="9e9"/>'), '3:48'],
    ['a separator that is a blank', changeset('<loadData tableName="t" file="f" separator=" "/>'), '3:34'],
    ['what only a changeset may do', '<preConditions onFail="MARK_RAN"><dbms type="x"/></preConditions>', '2:16'],
    [
      'what no precondition may do',
      changeset(`<preConditions onFail="halt"><dbms type="x"/></preConditions>${sql}`),
      '3:16',
    ],
  ])('%s is refused', (_, content, place) => {
    expect(complaints(xml(content))).toContain(`root.xml:${place} CHANGELOG_INVALID`)
  })

  test('text may stand where the schema mixes it with elements', () => {
    const changes = [
      '<insert tableName="t"><column name="a">x</column></insert>',
      '<delete tableName="t">x<where a="b">c<d/></where></delete>',
      '<sql>select 1<comment>c</comment></sql>',
      '<rollback>select 2</rollback>',
    ]
    expect(complaints(xml(changeset(changes.join(''))))).toEqual([])
  })

  test('an attribute that is refused is refused in a changeset for another database too', () => {
    const other = `<changeSet id="1" author="me" dbms="oracle"><dropView viewName="v" ifExists="no"/></changeSet>`
    expect(complaints(xml(other))).toEqual(['root.xml:2:68 CHANGELOG_INVALID'])
  })

  test.each([
    ['<loadData tableName="t" file="f.csv" encoding=" UTF-8 " separator=" "/>', '4.3', '4.4', 57],
    [`<addAutoIncrement tableName="t" columnName="c" startWith="\${x}"/>`, '3.5', '3.4', 48],
    ['<dropView viewName="v" ifExists="no"/>', '3.8', '4.0', 24],
  ])('%s is what it may be in %s, and may not be in %s', (change, good, bad, column) => {
    const files = (version: string) => ({
      ...xml(`<property name="x" value="5"/>${changeset(change)}`, version),
      'f.csv': 'a\n1\n',
    })
    expect(complaints(files(good))).toEqual([])
    expect(complaints(files(bad))).toContain(`root.xml:3:${column} CHANGELOG_INVALID`)
  })

  test('of elements of another namespace it says nothing: they are read as those of YAML are', () => {
    const other = ` xmlns:ext="${namespace}-ext"`
    const tag = '<ext:tagDatabase tag="x"/><ext:dropTable tableName="t" cascadeConstraints="yes" odd="1"/>'
    const both =
      '<preConditions><ext:preConditions onFail="WARN"><ext:tableExists/></ext:preConditions></preConditions>'
    const found = read(xml(changeset(`${both}${sql}${tag}`), '4.28', other))
    expect(found.changesets[0]?.changes.map(({ kind }) => kind)).toEqual(['sql', 'tagDatabase', 'dropTable'])
    expect(found.changesets[0]?.preconditions?.conditions).toMatchObject([{ container: { onFail: 'WARN' } }])
    expect(found.warnings.map(({ message }) => message)).toContainEqual(expect.stringContaining('dropTable has no odd'))
    expect(complaints(xml(changeset(`${sql}${tag.replaceAll('ext:', '')}`)))).not.toEqual([])
    expect(complaints(xml(changeset(`${both.replaceAll('ext:', '')}${sql}`)))).not.toEqual([])
  })

  test('a schema older than 2.0 has the elements in any order', () => {
    expect(complaints(xml(`${pre}${changeset(sql)}<property name="a" value="b"/>`, '1.9'))).toEqual([])
  })
})

describe("blanks are taken away as Liquibase's schema takes them away:", () => {
  test('from what is said of changesets', () => {
    const [one] = read(xml('<changeSet id="1" author="me" runAlways="\n true " runInTransaction=" false"/>')).changesets
    expect(one).toMatchObject({ runAlways: true, runInTransaction: false })
  })

  test('from what is said of includes and properties, as far as it is no text', () => {
    const files = {
      ...xml('<include file="sub/a.xml" ignore=" true "/>'),
      'sub/a.xml': xml('<include file="b.xml" relativeToChangelogFile=" true "/>')['root.xml'],
      'sub/b.xml': xml(`<property name="a" value="b" global=" false "/>${changeset(sql)}`)['root.xml'],
    }
    // `ignore` of an include is any text, and " true " is not true.
    expect(read(files).changesets).toMatchObject([{ ignore: false, key: { path: 'sub/b.xml' } }])
  })

  test('from what is said in changes and preconditions', () => {
    const fields = '<column name="a" type="int" autoIncrement=" true " startWith=" +5 "/>'
    const key =
      'baseTableName="t" baseColumnNames="a" referencedTableName="u" referencedColumnNames="b" constraintName="c"'
    const content = `<preConditions><rowCount tableName="t" expectedRows=" 3 "/></preConditions>
      <createTable tableName=" t " ifNotExists=" true">${fields}</createTable>
      <addForeignKeyConstraint ${key} onDelete=" SET\n NULL "/>`
    const [one] = read(xml(changeset(content))).changesets
    expect(one?.changes).toMatchObject([
      { fields: { tableName: ' t ', ifNotExists: true, columns: [{ autoIncrement: true, startWith: '5' }] } },
      { fields: { onDelete: 'SET NULL' } },
    ])
    expect(one?.preconditions?.conditions).toMatchObject([{ expectedRows: '3' }])
  })

  test('not from what a property stands for, which is put in afterwards', () => {
    const content = `<property name="yes" value=" true "/><changeSet id="1" author="me" runAlways="\${yes}"/>`
    expect(read(xml(content)).changesets[0]?.runAlways).toBe(false)
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
