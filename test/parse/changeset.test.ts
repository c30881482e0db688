import { describe, expect, test } from 'vitest'
import { complaints, read, xml } from './tree.ts'

const changeset = (content: string, attributes = '') =>
  `<changeSet id="1" author="me"${attributes}>${content}</changeSet>`
const dropColumns = '<addColumn tableName="t"><column name="c" type="int" afterColumn="b"/></addColumn>'

describe('modifySql', () => {
  test('gives each visitor the terms around it', () => {
    const content = `<sql>a</sql><modifySql dbms="postgresql, h2" context="x or y" labels="L, m" applyToRollback="true">
<append value=" x"/><regExpReplace replace="a" with="b"/></modifySql><modifySql><prepend value="p"/></modifySql>`
    const terms = { dbms: ['postgresql', 'h2'], context: 'x or y', labels: ['l', 'm'], applyToRollback: true }
    expect(read({ 'root.xml': xml(changeset(content)) }).changesets[0]?.visitors).toMatchObject([
      { kind: 'append', value: ' x', ...terms },
      { kind: 'regExpReplace', replace: 'a', with: 'b', ...terms },
      { kind: 'prepend', value: 'p', dbms: [], context: null, labels: [], applyToRollback: false },
    ])
  })

  test('in YAML may have a visitor with terms of its own; what it does not know is passed over with a warning', () => {
    const visitors =
      '{dbms: h2, append: {value: 5, dbms: "postgresql,h2", contexts: c}, appendSqlIfNotPresent: {value: x}}'
    const text = `databaseChangeLog:\n- changeSet: {id: 1, author: me, changes: [{sql: a}], modifySql: ${visitors}}\n`
    const { changesets, warnings } = read({ 'root.yaml': text }, { changelog: 'root.yaml' })
    expect(changesets[0]?.visitors).toMatchObject([
      { kind: 'append', value: '5', dbms: ['postgresql', 'h2'], context: 'c' },
    ])
    expect(warnings).toMatchObject([{ message: expect.stringContaining('appendSqlIfNotPresent') }])
  })
})

describe('a quoting strategy', () => {
  test('is that of the changeset, or else of its own changelog', () => {
    const files = {
      'root.xml': xml(
        `${changeset('')}${changeset('', ' objectQuotingStrategy="LEGACY"')}<include file="b.xml"/>`,
        ' objectQuotingStrategy="QUOTE_ALL_OBJECTS"',
      ),
      'b.xml': xml(changeset('')),
    }
    expect(read(files).changesets.map(({ quotingStrategy }) => quotingStrategy)).toEqual([
      'QUOTE_ALL_OBJECTS',
      'LEGACY',
      'LEGACY',
    ])
  })
})

describe('onValidationFail', () => {
  const invalid = '<createProcedure procedureName="p" replaceIfExists="true">x</createProcedure>'

  test('HALT leaves the fault with the changeset', () => {
    expect(complaints({ 'root.xml': xml(changeset(invalid)) })).toEqual(['root.xml:2:31 CHANGELOG_INVALID'])
  })

  test('MARK_RAN has it recorded and not run, whatever its preconditions say', () => {
    const halting = '<preConditions onFail="HALT"><tableExists tableName="t"/></preConditions>'
    const files = { 'root.xml': xml(changeset(halting + invalid, ' onValidationFail="MARK_RAN"')) }
    const { changesets, warnings } = read(files)
    expect(changesets[0]).toMatchObject({
      faults: [],
      changes: [{ kind: 'createProcedure' }],
      preconditions: { onFail: 'MARK_RAN', conditions: [{ holds: false }] },
    })
    expect(warnings).toMatchObject([{ message: expect.stringContaining('recorded and not run') }])
  })

  test('MARK_RAN cannot record a change that cannot be read: what it would be hashed from is not known', () => {
    const files = { 'root.xml': xml(changeset('<sqlFile path="no.sql"/>', ' onValidationFail="MARK_RAN"')) }
    expect(complaints(files)).toEqual(['root.xml:2:59 FILE_NOT_FOUND'])
  })
})

test('what is wrong with a rollback stops nobody before it is rolled back', () => {
  const { changesets, warnings } = read({
    'root.xml': xml(changeset('<sql>a</sql><rollback><sqlFile path="no.sql"/></rollback>')),
  })
  expect(changesets).toMatchObject([{ faults: [], rollbackFaults: [{ code: 'FILE_NOT_FOUND' }] }])
  expect(warnings).toMatchObject([{ code: 'FILE_NOT_FOUND', place: { line: 2, column: 53 } }])
})

describe('what keeps one changeset from running leaves the others alone:', () => {
  test.each([
    [' dbms="postgresql,postgers"', '<sql>a</sql>'],
    [' runWith="psql"', '<sql>a</sql>'],
    ['', '<sqlFile path="no.sql"/>'],
  ])('%s %s', (attributes, content) => {
    const { changesets } = read({ 'root.xml': xml(changeset(content, attributes)) })
    expect(changesets[0]?.faults).toHaveLength(1)
  })
})

describe('removeChangeSetProperty', () => {
  const removal = '<removeChangeSetProperty change="addColumn" dbms="postgresql" remove="afterColumn"/>'

  test('takes an attribute from the columns that are added, in its own file only', () => {
    const files = {
      'root.xml': xml(`${removal}${changeset(dropColumns)}<include file="b.xml"/>`),
      'b.xml': xml(changeset(dropColumns)),
    }
    expect(complaints(files)).toEqual(['b.xml:2:31 CHANGELOG_INVALID'])
  })

  test('is passed over with a warning where Liquibase passes over it, and refused where it breaks off', () => {
    const warned = ['change="addColumn" remove="afterColumn"', 'change="dropColumn" dbms="postgresql" remove="x"']
    for (const terms of warned) {
      expect(read({ 'root.xml': xml(`<removeChangeSetProperty ${terms}/>`) }).warnings).toHaveLength(1)
    }
    const unknown = '<removeChangeSetProperty change="addColumn" dbms="postgresql" remove="type"/>'
    expect(complaints({ 'root.xml': xml(unknown) })).toEqual(['root.xml:2:1 CHANGELOG_INVALID'])
  })
})

describe('modifyChangeSets', () => {
  test('hands its runWith to the changesets of its includes that have none, and the inner one counts', () => {
    const files = {
      'root.xml': xml(
        '<modifyChangeSets runWith="psql"><include file="a.xml"/><include file="c.sql"/></modifyChangeSets>',
      ),
      'a.xml': xml(
        `<modifyChangeSets runWith="jdbc"><include file="b.xml"/></modifyChangeSets>${changeset('', ' runWith="jdbc"')}`,
      ),
      'b.xml': xml(changeset('')),
      'c.sql': '--liquibase formatted sql\n--changeset me:2\nselect 1;',
    }
    expect(complaints(files)).toEqual(['c.sql:2:1 CHANGELOG_INVALID'])
  })
})
